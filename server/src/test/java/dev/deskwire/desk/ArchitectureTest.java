package dev.deskwire.desk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.Poisoned;
import dev.deskwire.desk.realtime.AudienceRule;
import java.util.List;

/// The arrows between modules and features, held by a test.
@AnalyzeClasses(packages = "dev.deskwire", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String DESK = "dev.deskwire.desk..";

  private static final String[] FEATURES = {
    "..desk.ticket..",
    "..desk.comment..",
    "..desk.attachment..",
    "..desk.notification..",
    "..desk.broadcast..",
    "..desk.user..",
    "..desk.team..",
    "..desk.project..",
    "..desk.queue..",
    "..desk.metrics..",
    "..desk.timeline..",
    "..desk.presence..",
    "..desk.extension..",
    "..desk.demo..",
    "..desk.backup.."
  };

  @ArchTest
  static final ArchRule theEngineKnowsNoDesk =
      noClasses()
          .that()
          .resideInAPackage("dev.deskwire.socketio..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DESK);

  @ArchTest
  static final ArchRule theEnginesCoreKnowsNoShell =
      noClasses()
          .that()
          .resideInAPackage("dev.deskwire.socketio..")
          .and()
          .resideOutsideOfPackage("dev.deskwire.socketio.vertx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.deskwire.socketio.vertx..", "io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule onlyWhatSharesStateKnowsRedis =
      noClasses()
          .that()
          .resideInAPackage("dev.deskwire..")
          .and()
          .resideOutsideOfPackages(
              "dev.deskwire.socketio.redis..", "..desk.platform.redis..", "..desk.presence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..");

  @ArchTest
  static final ArchRule theEngineKnowsNoQuarkus =
      noClasses()
          .that()
          .resideInAPackage("dev.deskwire.socketio..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta..");

  @ArchTest
  static final ArchRule theApiOfExtensionsKnowsTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("dev.deskwire.extension..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.deskwire.extension..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule onlyTheirFeatureKnowsExtensions =
      noClasses()
          .that()
          .resideInAPackage(DESK)
          .and()
          .resideOutsideOfPackage("..desk.extension..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.deskwire.extension..", "dev.deskwire.examples..");

  @ArchTest
  static final ArchRule platformEventAndRealtimeKnowNoFeature =
      noClasses()
          .that()
          .resideInAnyPackage("..desk.platform..", "..desk.event..", "..desk.realtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FEATURES);

  @ArchTest
  static final ArchRule platformKnowsNeitherTheLogNorTheDoors =
      noClasses()
          .that()
          .resideInAPackage("..desk.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..desk.realtime..");

  @ArchTest
  static final ArchRule theLogKnowsNoDoors =
      noClasses()
          .that()
          .resideInAPackage("..desk.event..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..desk.realtime..");

  @ArchTest
  static final ArchRule featuresDependOnOneAnotherWithoutCycles =
      slices().matching("dev.deskwire.desk.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule repositoriesStayWithinTheirFeature =
      classes().that().haveSimpleNameEndingWith("Repository").should().bePackagePrivate();

  @ArchTest
  static void everyEventBelongsToExactlyOneAudienceRule(JavaClasses classes) {
    var rules =
        classes.stream()
            .filter(type -> type.isAssignableTo(AudienceRule.class) && !type.isInterface())
            .map(ArchitectureTest::familyOf)
            .toList();
    assertThat(rules).doesNotHaveDuplicates();

    var events =
        classes.stream()
            .filter(type -> type.isRecord() && type.isAssignableTo(DomainEvent.class))
            .filter(type -> !type.isEquivalentTo(Poisoned.class))
            .toList();
    assertThat(events).isNotEmpty();
    for (var event : events) {
      List<String> families =
          rules.stream().filter(family -> event.isAssignableTo(family)).toList();
      assertThat(families).as(event.getName()).hasSize(1);
    }
  }

  /// The family is the type argument of the rule.
  private static String familyOf(JavaClass rule) {
    return rule.getInterfaces().stream()
        .filter(type -> type.toErasure().isEquivalentTo(AudienceRule.class))
        .map(type ->
            ((com.tngtech.archunit.core.domain.JavaParameterizedType) type)
                .getActualTypeArguments()
                .getFirst()
                .getName())
        .findFirst()
        .orElseThrow();
  }
}
