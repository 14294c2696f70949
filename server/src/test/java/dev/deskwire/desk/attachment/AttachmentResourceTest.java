package dev.deskwire.desk.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AttachmentResourceTest {
  private static final String BOUNDARY = "a-boundary";

  @Inject People people;
  @Inject Settings settings;

  private World world;
  private String ticket;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    ticket = world.ticket(world.sales());
  }

  private String path() {
    return "/api/tickets/" + ticket + "/attachments";
  }

  private Answer upload(Member member, String name, String bytes, Map<String, String> fields) {
    return upload(member.desk(), name, "text/plain", bytes, fields);
  }

  private Answer upload(
      DeskClient desk, String name, String type, String bytes, Map<String, String> fields) {
    var body = new StringBuilder();
    fields.forEach((field, value) ->
        body.append(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, field, value)));
    body.append(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n--%s--\r\n"
            .formatted(BOUNDARY, name, type, bytes, BOUNDARY));
    return desk.with("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .post(path(), body.toString());
  }

  @Test
  void uploadedFileIsDownloadedByteForByteAndNeverShownInline() {
    var html = "<script>alert(1)</script>";
    var uploaded = upload(world.sales().desk(), "page.html", "text/html", html, Map.of());

    assertThat(uploaded.status()).isEqualTo(201);
    assertThat(uploaded.body().path("size").asInt()).isEqualTo(html.length());
    assertThat(uploaded.text("sha256")).hasSize(64);
    var downloaded = world.agent().get(path() + "/" + uploaded.text("id"));
    assertThat(downloaded.raw().body()).isEqualTo(html);
    assertThat(downloaded.header("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename=\"page.html\"");
    assertThat(downloaded.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(downloaded.header("Content-Security-Policy").orElseThrow()).contains("sandbox");
  }

  @Test
  void nameLosesItsPathAndWhatWouldHarmAHeaderOrADisk() {
    assertThat(Attachments.safeName("../../etc/passwd")).isEqualTo("passwd");
    assertThat(Attachments.safeName("C:\\temp\\a.txt")).isEqualTo("a.txt");
    assertThat(Attachments.safeName("a\r\nX: y\".txt")).isEqualTo("a__X_ y_.txt");
    assertThat(Attachments.safeName("..")).isEqualTo("file");
    assertThat(Attachments.safeName("")).isEqualTo("file");
    assertThat(Attachments.safeName("x".repeat(300))).hasSize(255);
    assertThat(AttachmentResource.disposition("Übersicht 1.pdf"))
        .isEqualTo(
            "attachment; filename=\"_bersicht 1.pdf\"; filename*=UTF-8''%C3%9Cbersicht%201.pdf");
  }

  @Test
  void internalFileIsForStaffAloneAndAbsentForTheOthers() {
    var file = World.id(upload(world.agent(), "a.txt", "x", Map.of("internal", "true")));

    assertThat(world.agent().get(path()).items("id")).containsExactly(file);
    assertThat(world.sales().get(path()).items("id")).isEmpty();
    assertThat(world.sales().get(path() + "/" + file).status()).isEqualTo(404);
    assertThat(world.sales().desk().delete(path() + "/" + file).status()).isEqualTo(404);
    assertThat(upload(world.sales(), "a.txt", "x", Map.of("internal", "true")).status())
        .isEqualTo(403);
  }

  @Test
  void fileOfACommentIsAsInternalAsTheCommentAndGoesWithIt() throws IOException {
    var comments = "/api/tickets/" + ticket + "/comments";
    var note = World.id(world.agent().post(comments, Map.of("body", "hush", "internal", true)));
    var uploaded = upload(world.agent(), "a.txt", "x", Map.of("commentId", note));
    var file = uploaded.text("id");

    assertThat(uploaded.body().path("internal").asBoolean()).isTrue();
    assertThat(uploaded.text("commentId")).isEqualTo(note);
    assertThat(upload(world.sales(), "a.txt", "x", Map.of("commentId", note)).status())
        .isEqualTo(422);
    assertThat(onDisk(file)).isTrue();

    assertThat(world.agent().desk().delete(comments + "/" + note).status()).isEqualTo(204);

    assertThat(world.agent().get(path() + "/" + file).status()).isEqualTo(404);
    assertThat(onDisk(file)).isFalse();
  }

  @Test
  void uploaderAndStaffTakeAFileAwayAndNobodyElse() throws IOException {
    var other = world.ticket(world.sales());
    assertThat(other).isNotEqualTo(ticket);
    world.agent().desk().put("/api/tickets/" + ticket + "/followers/" + world.customer().id());
    var file = World.id(upload(world.sales(), "a.txt", "x", Map.of()));

    assertThat(world.customer().desk().delete(path() + "/" + file).status()).isEqualTo(403);
    assertThat(world.sales().desk().delete(path() + "/" + file).status()).isEqualTo(204);
    assertThat(onDisk(file)).isFalse();
    assertThat(world.sales().desk().delete(path() + "/" + file).status()).isEqualTo(404);
  }

  @Test
  void bytesOfADeletedTicketLeaveTheDisk() throws IOException {
    var file = World.id(upload(world.sales(), "a.txt", "x", Map.of()));

    world.admin().desk().delete("/api/tickets/" + ticket);

    assertThat(onDisk(file)).isFalse();
  }

  private boolean onDisk(String file) throws IOException {
    try (var files = Files.walk(settings.blobDir())) {
      return files.anyMatch(path -> path.getFileName().toString().startsWith(file));
    }
  }

  @Test
  void fileOverTheLimitIsRefusedAndLeavesNothing() {
    var tooLarge = "x".repeat(Math.toIntExact(settings.limits().uploadBytes()) + 1);

    var refused = upload(world.sales(), "big.txt", tooLarge, Map.of());

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text("code")).isEqualTo("payload_too_large");
    assertThat(world.sales().get(path()).items("id")).isEmpty();
  }

  @Test
  void jsonOverAMillionBytesIsRefusedBeforeItIsRead() {
    var body = "{\"body\":\"" + "x".repeat(settings.limits().frameBytes()) + "\"}";

    var refused = world.sales().desk().post("/api/tickets/" + ticket + "/comments", body);

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text("code")).isEqualTo("payload_too_large");
  }

  @Test
  void whatIsNotMultipartIsRefusedAs415AndAMissingFileByName() {
    assertThat(world.sales().post(path(), Map.of("file", "x")).status()).isEqualTo(415);
    var noFile =
        world
            .sales()
            .desk()
            .with("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .post(path(), "--" + BOUNDARY + "--\r\n");
    assertThat(noFile.status()).isEqualTo(422);
  }

  @Test
  void retryUnderTheSameKeyAttachesOneFile() {
    var desk = world.sales().desk().with("Idempotency-Key", "upload once");
    var first = upload(desk, "a.txt", "text/plain", "same", Map.of());
    var again = upload(desk, "a.txt", "text/plain", "same", Map.of());

    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(world.sales().get(path()).items("name")).isEqualTo(List.of("a.txt"));
  }
}
