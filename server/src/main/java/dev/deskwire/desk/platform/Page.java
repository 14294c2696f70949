package dev.deskwire.desk.platform;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next the cursor of the following page, or `null` at the end
public record Page<T>(List<T> items, @Nullable String next) {

  /// The largest page a caller may ask for, and the size of a page that names none.
  public static final int MAX = 100;

  public static final int DEFAULT = 50;

  /// Checks the `limit` of a request.
  ///
  /// @param max the largest allowed, 100 but for events
  public static Outcome<Integer> limit(@Nullable Integer asked, int max) {
    int limit = asked == null ? Math.min(DEFAULT, max) : asked;
    return limit >= 1 && limit <= max
        ? Outcome.done(limit)
        : Outcome.refused(
            new Refusal.Malformed("limit", "limit must be from 1 to " + max + ", but is " + limit));
  }

  /// A page of `rows` that were read with one more than `limit`: the surplus row tells that more
  /// follow and is cut off.
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(List.copyOf(rows), null);
    }
    var items = List.copyOf(rows.subList(0, limit));
    return new Page<>(items, cursor.apply(items.getLast()));
  }

  /// A page of a list that is sorted by name and then by id.
  ///
  /// @param limit what was asked for, at most [#MAX]
  /// @param cursor the page before's, `null` at the beginning
  /// @param rows reads at most so many rows after a name and an id, which are empty at the
  ///   beginning
  public static <T> Outcome<Page<T>> byName(
      @Nullable Integer limit,
      @Nullable String cursor,
      BiFunction<List<String>, Integer, List<T>> rows,
      Function<T, String> name,
      Function<T, String> id) {
    return limit(limit, MAX)
        .then(size ->
            (cursor == null ? Outcome.done(List.<String>of()) : Cursor.decode(cursor, 2))
                .map(after ->
                    of(
                        rows.apply(after, size + 1),
                        size,
                        last -> Cursor.encode(name.apply(last), id.apply(last)))));
  }

  public <R> Page<R> map(Function<? super T, R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), next);
  }
}
