package dev.deskwire.desk.attachment;

import dev.deskwire.desk.platform.auth.PersonRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The rows of files in PostgreSQL.
@ApplicationScoped
class AttachmentRepository {
  private static final String SELECT =
      """
      SELECT f.id, f.name, f.media_type, f.size, f.sha256, f.internal, f.comment_id,
             f.uploader_id, u.name AS uploader_name, f.created_at
      FROM attachment f JOIN app_user u ON u.id = f.uploader_id
      """;

  private final Jdbi jdbi;

  AttachmentRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Attachment> find(String ticketId, String attachmentId) {
    return jdbi.withHandle(handle ->
        handle
            .select(SELECT + "WHERE f.ticket_id = ? AND f.id = ?", ticketId, attachmentId)
            .map((row, _) -> attachment(row))
            .findOne());
  }

  /// @param withInternal whether those for staff are among them
  List<Attachment> list(String ticketId, boolean withInternal, String afterId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                SELECT
                    + """
                    WHERE f.ticket_id = ? AND (? OR NOT f.internal) AND f.id > ?
                    ORDER BY f.id LIMIT ?
                    """,
                ticketId,
                withInternal,
                afterId,
                limit)
            .map((row, _) -> attachment(row))
            .list());
  }

  List<Attachment> ofComment(String commentId) {
    return jdbi.withHandle(handle ->
        handle
            .select(SELECT + "WHERE f.comment_id = ? ORDER BY f.id", commentId)
            .map((row, _) -> attachment(row))
            .list());
  }

  List<String> idsOf(String ticketId) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id FROM attachment WHERE ticket_id = ?", ticketId)
            .mapTo(String.class)
            .list());
  }

  void insert(String ticketId, Attachment file) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO attachment (id, ticket_id, comment_id, uploader_id, name, media_type,
                size, sha256, internal, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            file.id(),
            ticketId,
            file.commentId(),
            file.uploader().id(),
            file.name(),
            file.mediaType(),
            file.size(),
            file.sha256(),
            file.internal(),
            file.createdAt()));
  }

  void delete(String attachmentId) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM attachment WHERE id = ?", attachmentId));
  }

  private static Attachment attachment(ResultSet row) throws SQLException {
    return new Attachment(
        row.getString("id"),
        row.getString("name"),
        row.getString("media_type"),
        row.getLong("size"),
        row.getString("sha256"),
        row.getBoolean("internal"),
        row.getString("comment_id"),
        new PersonRef(row.getString("uploader_id"), row.getString("uploader_name")),
        row.getTimestamp("created_at").toInstant());
  }
}
