package dev.deskwire.desk.platform.http;

import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/// Refuses a call that takes a body and came without one, or with the JSON `null`: no resource has
/// to look.
@Provider
public class RequiredBody implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    var body = context.proceed();
    if (body == null) {
      throw new RefusedException(new Refusal.Malformed("body", "This call takes a JSON body."));
    }
    return body;
  }
}
