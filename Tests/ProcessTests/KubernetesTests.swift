import Foundation
import Testing

extension ProcessTests {
  /// The manifests of `Cluster/kubernetes`: what a cluster would refuse, and what it would not notice.
  struct Kubernetes {
    static let folder = Bundled.root + "/Cluster/kubernetes"
    private static let fixtures = Bundled.root + "/Tests/ProcessTests/Fixtures"
    /// Commands that the manifests start, or tell people to type.
    private static let commands = [
      "coordinator", "worker", "submit", "list", "token create", "token list", "token revoke",
    ]
    private static let hasSchemas: Bool = {
      (try? Bundled.run([
        "python3", "-c", "import cloudcoil.models.keda.v1alpha1, kubernetes_validate, jsonschema, yaml",
      ]))?.code == 0
    }()

    /// Where a fault is planted: in which file, what for what, and a part of the sentence that must come.
    struct Fault {
      var file: String
      var text: String
      var replacement: String
      var sentence: String

      init(_ file: String, _ text: String, _ replacement: String, _ sentence: String) {
        (self.file, self.text, self.replacement, self.sentence) = (file, text, replacement, sentence)
      }
    }

    private static let faults = [
      Fault("coordinator.yaml", "serviceName:", "serviceNam:", "StatefulSet sweepfarm-coordinator: spec"),
      Fault("coordinator.yaml", "periodSeconds: 2", "periodSecond: 2", "periodSecond"),
      Fault("coordinator.yaml", "targetPort: farm", "targetPort: form", "has no port form"),
      Fault("coordinator.yaml", "--journal=", "--jornal=", "'coordinator' has no option --jornal"),
      Fault("coordinator.yaml", "tcp://*:7100", "tcp://*:7101", "listens on 7101"),
      Fault("coordinator.yaml", "tcp://*:7100", "tcp://0.0.0.0:7100", "tcp://0.0.0.0 leaves out addresses"),
      Fault("coordinator.yaml", "serviceAccountName: sweepfarm", "serviceAccountName: farm", "unknown account"),
      Fault("coordinator.yaml", "- name: tmp\n              mount", "- name: temp\n              mount", "volumes"),
      Fault("coordinator.yaml", "startupProbe:", "livenessProbe:", "a probe that restarts"),
      Fault("coordinator.yaml", "replicas: 1", "replicas: one", "'one' is not"),
      Fault("worker.yaml", "secretName: sweepfarm-worker", "secretName: worker", "nobody makes worker"),
      Fault("worker.yaml", "maxSurge", "maxSurges", "maxSurges"),
      Fault("worker.yaml", "$(CORES)", "$(CORE)", "no variable ['CORE']"),
      Fault("worker.yaml", "memory: 320Mi", "memory: 300Mi", "300Mi are not 320 MB"),
      Fault("worker.yaml", "drop: [ALL]", "drop: [NET_RAW]", "has capabilities"),
      Fault("worker.yaml", "runAsUser: 10001", "runAsUser: 10002", "not the image's user"),
      Fault(
        "network.yaml", "policyTypes: [Ingress]", "policyTypes: [Egress]", "worker to coordinator TCP 7100 is closed"),
      Fault(
        "network.yaml", "policyTypes: [Ingress, Egress]", "policyTypes: [Egress]", "keda to worker TCP 7100 is open"),
      Fault(
        "network.yaml", "policyTypes: [Egress]", "policyTypes: [Ingress]", "worker to coordinator TCP 7100 is closed"),
      Fault("network.yaml", "UDP, port: 53}", "UDP, port: 54}", "worker to kube-system UDP 53 is closed"),
      Fault("kustomization.yaml", "  - worker.yaml\n", "", "kustomization.yaml: lists"),
      Fault("kustomization.yaml", "newTag: latest", "newTag: old", "another image"),
      Fault("kustomization.yaml", "create worker", "create worker --adress x", "no option --adress"),
      Fault("kustomization.yaml", "tcp://sweepfarm:7100", "tcp://sweepfarm:7200", "nobody listens on sweepfarm:7200"),
      Fault("autoscaling/scaledobject.yaml", "pollingInterval", "polingInterval", "polingInterval"),
      Fault("autoscaling/scaledobject.yaml", "\"2400\"", "2400", "2400 is not of type 'string'"),
      Fault("autoscaling/scaledobject.yaml", "core_seconds_left", "core_seconds", "nobody writes core_seconds"),
      Fault("autoscaling/scaledobject.yaml", "svc:8080", "svc:80", "nobody serves"),
      Fault("autoscaling/backlog.yaml", "/autoscaling/backlog,", "/autoscaling/publish,", "is not in the image"),
      Fault("Containerfile", "USER 10001", "USER 10009", "not the image's user"),
    ]

    @Test(
      .enabled(
        if: hasSchemas, "python3 with kubernetes-validate and cloudcoil-models-keda is needed: Scripts/setup --tests"))
    func `the manifests fit the published schemas and each other, and every planted fault is found`() throws {
      let sandbox = try Sandbox()
      let options = sandbox.path("options.json")
      try JSONEncoder().encode(try Self.knownOptions(in: sandbox)).write(to: URL(fileURLWithPath: options))
      let copies = try Self.faults.enumerated().map { try Self.plant($1, in: sandbox.path("\($0)")) }
      let end = try Bundled.run(
        ["python3", Self.fixtures + "/check_kubernetes.py", options, Self.folder] + copies)
      try #require(end.code == 0, "\(end.text)")
      let found = end.text.split(separator: "\n")
      #expect(found.filter { $0.hasPrefix(Self.folder) } == [])
      for (fault, copy) in zip(Self.faults, copies) {
        let said = found.filter { $0.hasPrefix(copy + "\t") }
        #expect(said.contains { $0.contains(fault.sentence) }, "\(fault): \(said)")
      }
    }

    private static func plant(_ fault: Fault, in copy: String) throws -> String {
      try FileManager.default.copyItem(atPath: folder, toPath: copy)
      let text = try String(contentsOfFile: "\(copy)/\(fault.file)", encoding: .utf8)
      let place = try #require(text.firstRange(of: fault.text), "\(fault)")
      try text.replacingCharacters(in: place, with: fault.replacement).write(
        toFile: "\(copy)/\(fault.file)", atomically: true, encoding: .utf8)
      return copy
    }

    /// The options of each command, as it says them itself.
    private static func knownOptions(in sandbox: Sandbox) throws -> [String: [String]] {
      var known: [String: [String]] = [:]
      for command in commands {
        let help = try Program(command.split(separator: " ").map(String.init) + ["--help"], in: sandbox).end().output
        let list = try #require(help.split(separator: "OPTIONS:\n").last)
        known[command] = list.matches(of: /--[a-z-]+/).map { String($0.0) }
      }
      return known
    }

    @Test func `a token comes out of a mounted secret as the program wants it`() throws {
      let sandbox = try Sandbox()
      let keys = sandbox.path("keys")
      for folder in ["secret", "token"] {
        try FileManager.default.createDirectory(atPath: sandbox.path(folder), withIntermediateDirectories: true)
      }
      let mounted = sandbox.path("secret/token")
      let made = try Program(
        ["token", "create", "viewer", "--keys", keys, "--address", "tcp://127.0.0.1:1", "--output", mounted],
        in: sandbox
      ).end()
      try #require(made.code == 0, "\(made)")
      #expect(chmod(mounted, 0o440) == 0)
      let refused = try Program(["list", "--token", mounted], in: sandbox).end()
      #expect(refused.code == 77 && refused.errors.contains("mode 440"), "\(refused)")

      // The first container's own words, with this test's folders.
      let manifest = try String(contentsOfFile: Self.folder + "/worker.yaml", encoding: .utf8)
      let words = try #require(manifest.firstMatch(of: /command: \[(install, .*)\]/)?.1)
      let command = words.split(separator: ", ").map { word -> String in
        let plain = String(word).replacing("\"", with: "")
        return plain.hasPrefix("/") ? sandbox.path(String(plain.dropFirst())) : plain
      }
      // Twice, because a Pod may start its first containers again.
      for _ in 1...2 { #expect(try Bundled.run(command).code == 0) }
      // Past the token, to a coordinator that is not there.
      let taken = try Program(["worker", "--token", sandbox.path("token/token"), "--cores", "1"], in: sandbox)
      #expect(!waitUntil(1) { !taken.isRunning })
      taken.send(SIGTERM)
      #expect(try taken.end(within: 10).code == 0)
    }

    @Test func `keys that a volume's group may write to are closed again`() throws {
      let sandbox = try Sandbox()
      let keys = sandbox.path("keys")
      let list = ["token", "list", "--keys", keys]
      let output = sandbox.path("w.token")
      let make = ["token", "create", "worker", "--keys", keys, "--address", "tcp://127.0.0.1:1", "--output", output]
      #expect(try Program(make, in: sandbox).end().code == 0)
      #expect(try Bundled.run(["chmod", "-R", "g+rwX", keys]).code == 0)
      #expect(try Program(list, in: sandbox).end().code == 77)
      let manifest = try String(contentsOfFile: Self.folder + "/coordinator.yaml", encoding: .utf8)
      let line = try #require(manifest.firstMatch(of: /command: \[sh, -c, "(.*)"\]/)?.1)
      let command = ["sh", "-c", String(line).replacing("/var/lib/sweepfarm/keys", with: keys)]
      #expect(try Bundled.run(command).code == 0)
      #expect(try Program(list, in: sandbox).end().code == 0)
    }
  }
}
