/// What this program is.
public enum Build {
  /// Workers of another version are refused by a coordinator.
  public static let version = "0.1.0"
}
