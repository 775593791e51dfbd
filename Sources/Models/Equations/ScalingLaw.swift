import Formulas

/// Loss of a language model as a function of parameters N and tokens D: E + (A / N^alpha + B / D^beta)^gamma (nats per
/// token).
///
/// Hoffmann et al. 2022 (form with gamma = 1 and first fit, constants of the TeX source); Besiroglu et al. 2024
/// (corrected fit, constants of the published notebook); Kaplan et al. 2020, equation 1.5 and table 2 (E = 0). The
/// constants of a fit are strongly correlated, so they are chosen together, never one by one.
struct ScalingLaw<L: Lane> {
  var irreducible: L
  var parameterScale: L
  var tokenScale: L
  var parameterExponent: L
  var tokenExponent: L
  /// gamma: nil for 1, where no power is taken; else its value and where it is not 1.
  var outer: (exponent: L, isNotOne: L.Mask)?

  /// A / N^alpha + B / D^beta: what size and data leave of the loss.
  func excess(parameters: L, tokens: L) -> L {
    parameterScale / L.pow(parameters, parameterExponent) + tokenScale / L.pow(tokens, tokenExponent)
  }

  /// Loss in nats per token.
  func loss(parameters: L, tokens: L) -> L {
    let modelTerm = parameterScale / L.pow(parameters, parameterExponent)
    let dataTerm = tokenScale / L.pow(tokens, tokenExponent)
    guard let outer else { return irreducible + modelTerm + dataTerm }
    let power = L.pow(modelTerm + dataTerm, outer.exponent)
    return (irreducible + modelTerm + dataTerm).replacing(with: irreducible + power, where: outer.isNotOne)
  }

  /// The excess that gives a loss; next to nothing for a loss that no size reaches.
  func excess(loss: L) -> L {
    let reducible = L.maximum(loss - irreducible, L(1e-12))
    guard let outer else { return reducible }
    return reducible.replacing(with: L.pow(reducible, 1 / outer.exponent), where: outer.isNotOne)
  }

  /// The number of parameters that gives the least loss for a compute budget of C = 6 N D.
  func optimalParameters(compute: L) -> L {
    let sum = parameterExponent + tokenExponent
    let balance = (parameterExponent * parameterScale) / (tokenExponent * tokenScale)
    return L.pow(balance, 1 / sum) * L.pow(compute / 6, tokenExponent / sum)
  }

  /// The tokens that use up the budget at that size.
  func optimalTokens(compute: L) -> L { compute / (6 * optimalParameters(compute: compute)) }
}

/// Parameters and the tokens they are trained on.
struct ModelSize<L: Lane> {
  var parameters: L
  var tokens: L
}

extension ScalingLaw {
  /// The size that reaches an excess with the least training compute, 6 N D.
  func cheapestToTrain(excess: L) -> ModelSize<L> {
    size(excess: excess, tokenShare: parameterExponent / (parameterExponent + tokenExponent))
  }

  /// The size that reaches an excess with the least compute over its life, 6 N D + 2 N D_inf: the more tokens it will
  /// answer with, the smaller and the longer trained.
  ///
  /// With v the data's share of the excess, the condition is alpha (1 - v) / (beta v) = 1 + D_inf / 3 D(v). In log v it
  /// is concave and falls, so Newton's steps from the optimum without inference go down to the root without passing it;
  /// eight leave a relative error of the sizes below 1e-12 for D_inf up to 10^6 times D.
  func cheapestToServe(excess: L, inferenceTokens: L) -> ModelSize<L> {
    let (alpha, beta) = (parameterExponent, tokenExponent)
    let load = inferenceTokens / (3 * L.pow(tokenScale / excess, 1 / beta))
    var logShare = L.log(alpha / (alpha + beta))
    for _ in 0..<8 {
      let share = L.exp(logShare)
      let served = load * L.exp(logShare / beta)
      let value = L.log(alpha * (1 - share) / beta) - logShare - L.log(1 + served)
      let slope = 1 + share / (1 - share) + served / (beta * (1 + served))
      logShare = logShare + value / slope
    }
    return size(excess: excess, tokenShare: L.exp(logShare))
  }

  /// The size whose data leave this share of the excess and whose parameters leave the rest.
  private func size(excess: L, tokenShare: L) -> ModelSize<L> {
    ModelSize(
      parameters: L.pow(parameterScale / (excess * (1 - tokenShare)), 1 / parameterExponent),
      tokens: L.pow(tokenScale / (excess * tokenShare), 1 / tokenExponent))
  }
}

extension ScalingLaw {
  /// The fit a choice index stands for, in the order of `ScalingLawName.all`.
  ///
  /// Kaplan's form ((N_c / N)^(a/b) + D_c / D)^b with a = .076, b = .103, N_c = 6.4e13, D_c = 1.8e13 counts parameters
  /// without embeddings.
  static func published(_ choice: L) -> ScalingLaw {
    ScalingLaw(
      irreducible: choice.lookup(in: [1.81686, 1.6933734, 0]),
      parameterScale: choice.lookup(in: [482.00572, 406.4010, ScalingLawName.kaplanParameterScale]),
      tokenScale: choice.lookup(in: [2085.4342, 410.7229, 1.8e13]),
      parameterExponent: choice.lookup(in: [0.34781303, 0.33917084, 0.076 / 0.103]),
      tokenExponent: choice.lookup(in: [0.36585412, 0.2849083, 1]),
      outer: (choice.lookup(in: [1, 1, 0.103]), choice .== 2))
  }
}

/// Names of the published fits, in the order of the `scaling_law` choice.
enum ScalingLawName {
  static let all = ["besiroglu", "hoffmann", "kaplan"]

  /// N_c^(a/b).
  static let kaplanParameterScale = Elementary.pow(6.4e13, 0.076 / 0.103)
}
