package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.desk.timeline.ItemInput;
import dev.deskwire.desk.timeline.TimelineHandler;
import dev.deskwire.extension.Person;
import dev.deskwire.extension.Result;
import dev.deskwire.extension.TimelineItem;
import dev.deskwire.extension.Timelines;
import org.jspecify.annotations.Nullable;

/// Timelines in the terms of the API.
///
/// @param context of whose extension they are
record DeskTimelines(DeskContext context, TimelineHandler timelines) implements Timelines {
  @Override
  public Result<String> add(
      @Nullable Person by, String entityType, String entityId, TimelineItem item) {
    return context.inDesk(() ->
        Terms.result(
            timelines
                .broadcastNewItem(Terms.actor(by), entityType, entityId, input(item))
                .map(added -> added.id())));
  }

  @Override
  public Result<String> change(
      @Nullable Person by, String entityType, String entityId, String itemId, TimelineItem change) {
    return context.inDesk(() ->
        Terms.result(
            timelines
                .broadcastItemUpdated(Terms.actor(by), entityType, entityId, itemId, input(change))
                .map(changed -> changed.id())));
  }

  @Override
  public Result<String> remove(
      @Nullable Person by, String entityType, String entityId, String itemId) {
    return context.inDesk(() ->
        Terms.result(
            timelines
                .broadcastItemDeleted(Terms.actor(by), entityType, entityId, itemId)
                .map(removed -> removed.id())));
  }

  @Override
  public Result<Void> refresh(@Nullable Person by, String entityType, String entityId) {
    return context.inDesk(() ->
        DeskContext.silent(timelines.broadcastRefresh(Terms.actor(by), entityType, entityId)));
  }

  @Override
  public int subscribers(String entityType, String entityId) {
    return context.inDesk(() -> timelines.getSubscriberCount(entityType, entityId));
  }

  private static ItemInput input(TimelineItem item) {
    return new ItemInput(
        null,
        item.kind(),
        item.title(),
        item.body() == null ? null : TextNode.valueOf(item.body()),
        item.internal() ? Boolean.TRUE : null,
        item.entityName(),
        null);
  }
}
