package dev.deskwire.desk.comment;

import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.ticket.Ticket.LastReply;
import dev.deskwire.desk.ticket.Ticket.Side;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Comments in PostgreSQL.
@ApplicationScoped
class CommentRepository {
  private static final String SELECT =
      """
      SELECT c.id, c.body, c.internal, c.author_id, u.name AS author_name, c.created_at, c.edited_at
      FROM comment c JOIN app_user u ON u.id = c.author_id
      """;

  private final Jdbi jdbi;

  CommentRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Comment> find(String ticketId, String commentId) {
    return jdbi.withHandle(handle ->
        handle
            .select(SELECT + "WHERE c.ticket_id = ? AND c.id = ?", ticketId, commentId)
            .map((row, _) -> comment(row))
            .findOne());
  }

  /// The comments of a ticket, oldest first.
  ///
  /// @param withNotes whether internal notes are among them
  /// @param afterId those behind this one alone; empty from the start
  List<Comment> list(String ticketId, boolean withNotes, String afterId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                SELECT
                    + """
                    WHERE c.ticket_id = ? AND (? OR NOT c.internal) AND c.id > ?
                    ORDER BY c.id LIMIT ?
                    """,
                ticketId,
                withNotes,
                afterId,
                limit)
            .map((row, _) -> comment(row))
            .list());
  }

  Optional<LastReply> newestReply(String ticketId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT created_at, side FROM comment WHERE ticket_id = ? AND NOT internal
                ORDER BY id DESC LIMIT 1
                """,
                ticketId)
            .map((row, _) ->
                new LastReply(
                    row.getTimestamp("created_at").toInstant(),
                    Side.valueOf(row.getString("side"))))
            .findOne());
  }

  void insert(String ticketId, Comment comment, Side side) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO comment (id, ticket_id, author_id, body, internal, side, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            comment.id(),
            ticketId,
            comment.author().id(),
            comment.body(),
            comment.internal(),
            side.name(),
            comment.createdAt()));
  }

  /// Changes the text and keeps what it was.
  void edit(Comment before, String body, String editorId, Instant at) {
    jdbi.useHandle(handle -> {
      handle.execute(
          "INSERT INTO comment_edit (comment_id, edited_at, editor_id, body) VALUES (?, ?, ?, ?)",
          before.id(),
          at,
          editorId,
          before.body());
      handle.execute(
          "UPDATE comment SET body = ?, edited_at = ? WHERE id = ?", body, at, before.id());
    });
  }

  void delete(String commentId) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM comment WHERE id = ?", commentId));
  }

  private static Comment comment(ResultSet row) throws SQLException {
    Timestamp edited = row.getTimestamp("edited_at");
    return new Comment(
        row.getString("id"),
        row.getString("body"),
        row.getBoolean("internal"),
        new PersonRef(row.getString("author_id"), row.getString("author_name")),
        row.getTimestamp("created_at").toInstant(),
        edited == null ? null : edited.toInstant());
  }
}
