extension Policy {
  /// Gives up what does not come on after this long, whatever was measured of it before, and looks as often as that
  /// needs: for tests of evaluations that hang.
  public mutating func giveUpStuck(after patience: Duration) {
    heartbeat = min(heartbeat, patience / 2)
    stuckFloor = patience
    stuckUnknown = patience
    stuckFactor = 0
    carefulPatience = patience * 12
  }
}
