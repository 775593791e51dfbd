import Formulas

/// Loss of a language model as a function of parameters N and tokens D: E + A / N^alpha + B / D^beta (nats per token).
///
/// Hoffmann et al. 2022 (form and first fit, constants of the TeX source); Besiroglu et al. 2024 (corrected fit,
/// constants of the published notebook). The five constants are strongly correlated, so they are chosen together,
/// never one by one.
struct ScalingLaw<L: Lane> {
  var irreducible: L
  var parameterScale: L
  var tokenScale: L
  var parameterExponent: L
  var tokenExponent: L

  /// Loss in nats per token.
  func loss(parameters: L, tokens: L) -> L {
    let modelTerm = parameterScale / L.pow(parameters, parameterExponent)
    let dataTerm = tokenScale / L.pow(tokens, tokenExponent)
    return irreducible + modelTerm + dataTerm
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

extension ScalingLaw {
  /// The fit a choice index stands for, in the order of `ScalingLawName.all`.
  static func published(_ choice: L) -> ScalingLaw {
    ScalingLaw(
      irreducible: choice.lookup(in: [1.81686, 1.6933734]),
      parameterScale: choice.lookup(in: [482.00572, 406.4010]),
      tokenScale: choice.lookup(in: [2085.4342, 410.7229]),
      parameterExponent: choice.lookup(in: [0.34781303, 0.33917084]),
      tokenExponent: choice.lookup(in: [0.36585412, 0.2849083]))
  }
}

/// Names of the published fits, in the order of the `scaling_law` choice.
enum ScalingLawName {
  static let all = ["besiroglu", "hoffmann"]
}
