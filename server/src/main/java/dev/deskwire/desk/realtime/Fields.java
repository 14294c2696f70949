package dev.deskwire.desk.realtime;

import java.util.LinkedHashMap;
import java.util.Map;

/// JSON objects made by hand, with their fields in the order in which they are named.
public final class Fields {
  private Fields() {}

  public static Map<String, Object> of(String name, Object value) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(name, value);
    return fields;
  }

  public static Map<String, Object> of(
      String name, Object value, String secondName, Object secondValue) {
    var fields = of(name, value);
    fields.put(secondName, secondValue);
    return fields;
  }

  public static Map<String, Object> of(
      String name,
      Object value,
      String secondName,
      Object secondValue,
      String thirdName,
      Object thirdValue) {
    var fields = of(name, value, secondName, secondValue);
    fields.put(thirdName, thirdValue);
    return fields;
  }
}
