/// First in, first out. Complexity: O(1) each, amortised.
struct Queue<Element> {
  private var elements: [Element] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var first: Element? { isEmpty ? nil : elements[head] }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = elements[head]
    head += 1
    if head > 32, head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// Takes out and gives back what the predicate holds for, in order.
  mutating func extract(where isWanted: (Element) -> Bool) -> [Element] {
    let waiting = elements[head...]
    let wanted = waiting.filter(isWanted)
    guard !wanted.isEmpty else { return [] }
    elements = waiting.filter { !isWanted($0) }
    head = 0
    return wanted
  }

  /// The elements in order.
  var all: ArraySlice<Element> { elements[head...] }
}
