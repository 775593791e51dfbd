import Foundation
import Nodes
import Sweeps

/// How `token list` prints the coordinator's list.
enum TokenTable {
  static func text(of records: [KeyRecord]) -> String {
    guard !records.isEmpty else { return "no tokens yet; sweepfarm token create worker makes one" }
    let rows =
      [["id", "role", "name", "created", "revoked"]]
      + records.map { record in
        [
          record.holder.id, record.holder.role.rawValue, record.holder.name, time(record.created),
          record.revoked.map(time) ?? "",
        ]
      }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) } + row.suffix(1)
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  static func json(of records: [KeyRecord]) -> JSON {
    .array(
      records.map { record in
        .object([
          .init("id", .string(record.holder.id)), .init("role", .string(record.holder.role.rawValue)),
          .init("name", .string(record.holder.name)), .init("public_key", .string(record.holder.key.text)),
          .init("created", .string(time(record.created))),
          .init("revoked", record.revoked.map { .string(time($0)) } ?? .null),
        ])
      })
  }

  private static func time(_ date: Date) -> String { date.formatted(.iso8601) }
}
