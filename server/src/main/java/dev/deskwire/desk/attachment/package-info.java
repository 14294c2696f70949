/// Files on tickets. The bytes lie in a folder that all nodes share, behind
/// [dev.deskwire.desk.attachment.Blobs]; the rows say what they are and who may have them.
///
/// A file is on the disk before the row that names it commits, and leaves it after the row is gone:
/// a row never points to nothing.
@NullMarked
package dev.deskwire.desk.attachment;

import org.jspecify.annotations.NullMarked;
