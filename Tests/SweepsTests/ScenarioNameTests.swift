import Sweeps
import Testing

@Suite struct ScenarioNameTests {
  @Test func `a name is read as it is written`() {
    let name = ScenarioName(replicate: 3, cell: 17, sample: 250)
    #expect(name.text == "3.17.250")
    #expect(ScenarioName("3.17.250") == name)
  }

  @Test(arguments: ["", "1.2", "1.2.3.4", "1..3", "-1.2.3", "1.2.x", "4294967296.0.0"])
  func `another text is no name`(text: String) {
    #expect(ScenarioName(text) == nil)
  }
}
