package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever uses the engine reads what each public type and member does. The compiler's own check
/// for missing comments also wants a `@param` for the obvious, so this one asks for a comment only.
class ApiDocsTest {
  @ParameterizedTest
  @ValueSource(strings = {"socketio", "socketio-vertx", "socketio-redis"})
  void everyPublicMemberOfTheModuleSaysWhatItDoes(String module) throws IOException {
    assertThat(undocumented(Path.of("..", module, "src/main/java"))).isEmpty();
  }

  private static List<String> undocumented(Path folder) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        var tree = Files.walk(folder)) {
      var sources = tree.filter(path -> path.toString().endsWith(".java")).toList();
      assertThat(sources).as("sources in %s", folder).isNotEmpty();
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources));
      var missing = new ArrayList<String>();
      for (var unit : task.parse()) {
        new Members(unit, DocTrees.instance(task), missing).scan(unit, null);
      }
      return missing;
    }
  }

  /// Walks the public types of one file and their public members.
  private static final class Members extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees docs;
    private final List<String> missing;

    Members(CompilationUnitTree unit, DocTrees docs, List<String> missing) {
      this.unit = unit;
      this.docs = docs;
      this.missing = missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (isPublic(type.getModifiers())) {
        check(type.getSimpleName().toString());
        super.visitClass(type, null);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean inherits =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      boolean ofRecord =
          method.getReturnType() == null && enclosing().getKind() == Tree.Kind.RECORD;
      if (isPublic(method.getModifiers()) && !inherits && !ofRecord) {
        check(enclosing().getSimpleName() + "." + method.getName());
      }
      return null; // what is declared in a body is nobody's API
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
      if (isPublic(field.getModifiers())) {
        check(enclosing().getSimpleName() + "." + field.getName());
      }
      return null;
    }

    private void check(String member) {
      TreePath path = getCurrentPath();
      if (docs.getDocComment(path) == null) {
        long at = docs.getSourcePositions().getStartPosition(unit, path.getLeaf());
        missing.add(
            "%s:%d %s"
                .formatted(
                    Path.of(unit.getSourceFile().getName()).getFileName(),
                    unit.getLineMap().getLineNumber(at),
                    member));
      }
    }

    private boolean isPublic(ModifiersTree modifiers) {
      var flags = modifiers.getFlags();
      boolean ofInterface =
          getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
              && type.getKind() == Tree.Kind.INTERFACE
              && !flags.contains(Modifier.PRIVATE);
      return ofInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    }

    private ClassTree enclosing() {
      return (ClassTree) getCurrentPath().getParentPath().getLeaf();
    }
  }
}
