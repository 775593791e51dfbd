/// First in, first out. Complexity: O(1) each, amortised.
struct Queue<Element> {
  private var elements: [Element] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }

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

  /// Drops what nobody waits for any more, once that may outnumber the `wanted` elements.
  mutating func tidy(wanted: Int, isWanted: (Element) -> Bool) {
    guard count > 2 * wanted + 32 else { return }
    elements = all.filter(isWanted)
    head = 0
  }

  /// The elements in order.
  var all: ArraySlice<Element> { elements[head...] }
}
