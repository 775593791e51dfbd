/// A row of the journal: records that were decided together, each behind its length in four bytes, lowest first. A row
/// costs the journal as much as some kilobytes of records, so the many small ones of a turn share one.
public enum JournalRow {
  private static let headBytes = 4
  /// A row that is longer takes no further record.
  private static let fullBytes = 1 << 20

  /// The rows that hold these records, in order.
  public static func rows(of records: [Record]) -> [[UInt8]] {
    var rows: [[UInt8]] = []
    var row: [UInt8] = []
    for record in records {
      let bytes = record.encode()
      withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { row.append(contentsOf: $0) }
      row += bytes
      guard row.count >= fullBytes else { continue }
      rows.append(row)
      row = []
    }
    return row.isEmpty ? rows : rows + [row]
  }

  /// The records of a row.
  ///
  /// - Throws: `WireError` naming the field of the first record that cannot be read; `.invalid("row")` for lengths that
  ///   are not those of what follows.
  public static func records(in row: [UInt8]) throws(WireError) -> [Record] {
    var records: [Record] = []
    var place = 0
    while place < row.count {
      guard row.count - place >= headBytes else { throw .invalid("row") }
      let length = (0..<headBytes).reduce(0) { $0 | Int(row[place + $1]) << (8 * $1) }
      place += headBytes
      guard row.count - place >= length else { throw .invalid("row") }
      records.append(try Record(decoding: Array(row[place..<place + length])))
      place += length
    }
    guard !records.isEmpty else { throw .invalid("row") }
    return records
  }
}
