package dev.deskwire.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {

  @Test
  void programServesWhenNothingIsAsked() throws Exception {
    assertThat(parse("")).isEqualTo(new Task.Run());
    assertThat(parse("run")).isEqualTo(new Task.Run());
  }

  @Test
  void toolsTakeWhatTheyWorkOn() throws Exception {
    assertThat(parse("demo")).isEqualTo(new Task.Demo());
    assertThat(parse("reset-password ann@desk.example"))
        .isEqualTo(new Task.ResetPassword("ann@desk.example"));
    assertThat(parse("backup /tmp/desk.zip")).isEqualTo(new Task.Backup(Path.of("/tmp/desk.zip")));
  }

  @Test
  void restoringIsForcedByAWordBeforeOrAfterTheFile() throws Exception {
    var file = Path.of("desk.zip").toAbsolutePath();
    assertThat(parse("restore desk.zip")).isEqualTo(new Task.Restore(file, false));
    assertThat(parse("restore desk.zip --force")).isEqualTo(new Task.Restore(file, true));
    assertThat(parse("restore --force desk.zip")).isEqualTo(new Task.Restore(file, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate",
        "run fast",
        "demo all",
        "reset-password",
        "backup",
        "restore --force",
        "restore a b"
      })
  void whatIsNotUnderstoodIsSaid(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(Task.NotUnderstoodException.class);
  }

  private static Task parse(String line) throws Task.NotUnderstoodException {
    return Task.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }
}
