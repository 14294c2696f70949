package dev.deskwire.desk.realtime;

import jakarta.enterprise.context.ApplicationScoped;

/// Changes of rights have no audience: the relay applies them.
@ApplicationScoped
class RightsFamily implements AudienceRule<RightsEvent> {
  @Override
  public Class<RightsEvent> family() {
    return RightsEvent.class;
  }

  @Override
  public Delivery deliver(RightsEvent event, Rights rights) {
    return Delivery.NONE;
  }
}
