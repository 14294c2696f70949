package dev.deskwire.desk.platform;

/// Carries a [Refusal] from a resource to the mapper that writes it as problem+json. Only the edge
/// throws it; services return [Outcome].
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
