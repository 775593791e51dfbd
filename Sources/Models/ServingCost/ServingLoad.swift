import Formulas

/// What is served: the model's size in memory and the requests it gets.
struct ServingLoad<L: Lane> {
  let parameters: L
  /// Parameters a token passes through, at most all of them.
  let active: L
  let hidden: L
  let bytesPerParameter: L
  let weightBytes: L
  /// Cache of one token, kept once.
  let cacheBytes: L
  /// Copies of it that the chips of a replica keep.
  let cacheCopies: L
  let heldTokens: L
  /// Tokens of a prompt that are not in the prefix cache.
  let missedTokens: L

  init(_ input: ModelInputs<L>) {
    parameters = input["params"]
    active = L.minimum(input["active_params"].orIfZero(parameters), parameters)
    let layers = input["layers"]
    hidden = input["hidden"].orIfZero(ServingStep.hidden(active: active, layers: layers))
    let standard = input["precision"].lookup(in: ServingCost.weightBytes)
    bytesPerParameter = input["weight_bytes"].orIfZero(standard)
    weightBytes = parameters * bytesPerParameter

    let latent = input["latent_dim"]
    let usesLatent = latent .> 0
    let heads = input["kv_heads"]
    let grouped = ServingStep.cacheBytes(
      layers: layers, keyValueHeads: heads, headDimension: input["head_dim"], bytes: input["kv_bytes"])
    let compressed = ServingStep.latentCacheBytes(
      layers: layers, latent: latent, rope: input["rope_dim"], bytes: input["kv_bytes"])
    cacheBytes = grouped.replacing(with: compressed, where: usesLatent)
    // Latent attention is served with each chip keeping the whole cache of its own requests.
    cacheCopies = ServingStep.cacheCopies(tensorParallel: input["tensor_parallel"], keyValueHeads: heads)
      .replacing(with: L(1), where: usesLatent)
    heldTokens = ServingStep.heldTokens(prompt: input["prompt_tokens"], output: input["output_tokens"])
    missedTokens = input["prompt_tokens"] * (1 - input["cached_share"])
  }
}

/// The chips of one replica: figures of the catalogue unless given, and which of them nobody published.
struct ServingMachine<L: Lane> {
  let tensorParallel: L
  /// Whole replicas in the deployment.
  let replicas: L
  /// Peak of a replica (FLOP/s), and of its memory (byte/s); 1 where unpublished.
  let peak: L
  let bandwidth: L
  /// Memory of a replica that weights and caches may fill (bytes).
  let usableBytes: L
  /// Link of one chip, one way (byte/s); 1 where unpublished or not needed.
  let link: L
  let computeEfficiency: L
  /// A figure is missing without which nothing can be said.
  let isUnknown: L.Mask

  init(_ input: ModelInputs<L>) {
    let chip = input["chip"]
    let precision = input["precision"]
    tensorParallel = input["tensor_parallel"]
    replicas = (input["chips"] / tensorParallel).floor()

    let listed = chip.lookup(in: AcceleratorColumn.bf16)
      .replacing(with: chip.lookup(in: AcceleratorColumn.fp8), where: precision .== 1)
      .replacing(with: chip.lookup(in: AcceleratorColumn.fp4), where: precision .== 2)
    let onePeak = input["peak_flops"].orIfZero(listed)
    let oneBandwidth = input["memory_bandwidth"].orIfZero(chip.lookup(in: ServingColumn.bandwidth))
    let oneMemory = input["memory"].orIfZero(chip.lookup(in: ServingColumn.memory))
    let lacksFigure = (onePeak .<= 0) .| (oneBandwidth .<= 0) .| (oneMemory .<= 0)
    peak = (onePeak * tensorParallel).replacing(with: L(1), where: lacksFigure)
    bandwidth = (oneBandwidth * tensorParallel).replacing(with: L(1), where: lacksFigure)
    usableBytes = oneMemory * tensorParallel * input["memory_share"]

    let near = input["link_bandwidth"].orIfZero(chip.lookup(in: ServingColumn.link))
    let wire = near.replacing(with: input["network_bandwidth"], where: tensorParallel .> input["link_domain"])
    let isAlone = tensorParallel .<= 1
    let rate = wire * input["link_efficiency"]
    let lacksLink = (rate .<= 0) .& .!isAlone
    link = rate.replacing(with: L(1), where: rate .<= 0)

    let standard = precision.lookup(in: ServingEfficiency.computeByPrecision)
    computeEfficiency = input["compute_efficiency"].orIfZero(standard)
    isUnknown = lacksFigure .| lacksLink
  }
}

/// Columns of the catalogue that serving reads; 0 stands for "not published".
enum ServingColumn {
  /// Memory bandwidth (byte/s).
  static let bandwidth = Accelerator.table.map { ($0.bandwidth ?? 0) * 1e9 }
  /// Memory (bytes).
  static let memory = Accelerator.table.map { ($0.memoryGB ?? 0) * 1e9 }
  /// Link between the chips of one server or rack, one way (byte/s).
  static let link = Accelerator.names.map { (links[$0] ?? 0) * 1e9 }

  /// One-way link bandwidth (GB/s) as the makers state it; Bekman, ML Engineering, network tables.
  private static let links: [String: Double] = [
    "P100 SXM2 16GB": 80, "V100 SXM2 32GB": 150, "A100 SXM4 40GB": 300, "A100 SXM4 80GB": 300, "A800 SXM": 200,
    "H100 PCIe 80GB": 300, "H100 SXM5 80GB": 450, "H800 SXM5 80GB": 200, "H20 96GB": 450, "H200 SXM 141GB": 450,
    "GH200 (GPU) 96/141GB": 450, "B100": 900, "B200 SXM 180GB": 900, "GB200 (per GPU) 186GB": 900,
    "B300 SXM 288GB": 900, "GB300 (per GPU) 288GB": 900, "Rubin SXM": 1800, "TPU v6e Trillium": 448,
    "TPU v7 Ironwood": 600, "MI250X": 350, "MI300X": 448, "MI325X": 448, "MI355X": 535.5, "Gaudi2": 300,
    "Gaudi3": 600, "Trainium2": 640,
  ]
}
