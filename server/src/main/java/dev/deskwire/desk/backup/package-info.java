/// One file that holds a whole desk.
///
/// [dev.deskwire.desk.backup.Backup] writes it, also while the desk is in use: all rows as they
/// were at one moment, then the bytes of the attachments, which exist before their rows do.
/// [dev.deskwire.desk.backup.Restore] makes a desk of it. Neither needs PostgreSQL's own tools nor
/// a running desk; both work with the embedded database and with one named by `DATABASE_URL`.
///
/// The file is a ZIP archive:
///
/// - `manifest.json` says what is in it ([dev.deskwire.desk.backup.Manifest]); it is written last,
///   so that an archive that was cut short is none;
/// - `tables/NAME` holds the rows of a table in PostgreSQL's text format of `COPY`;
/// - `blobs/…` holds the files of `BLOB_DIR`.
///
/// It holds secrets (the key that signs tokens, hashes of passwords): it is made readable for its
/// owner only.
@NullMarked
package dev.deskwire.desk.backup;

import org.jspecify.annotations.NullMarked;
