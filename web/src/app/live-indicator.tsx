import { Tooltip } from "antd";
import { t } from "@/shared/messages/messages";
import type { ConnectionState } from "@/shared/realtime/connection";
import { useWebSocket } from "@/shared/realtime/realtime-provider";

/** Whether what is on screen is what is true right now. A click hurries the connection's return. */
export function LiveIndicator() {
  const { state, retry, position } = useWebSocket();
  const live = state.phase === "live";
  return (
    <Tooltip
      title={() => (live ? t("live.liveHint", { position: position() }) : t("live.waitHint"))}
      placement="bottomLeft"
    >
      <button type="button" className={`live live-${state.phase}`} onClick={retry}>
        <span className="live-dot" aria-hidden="true" />
        <span role="status">{label(state)}</span>
      </button>
    </Tooltip>
  );
}

function label(state: ConnectionState): string {
  switch (state.phase) {
    case "live":
      return t("live.live");
    case "connecting":
      return t("live.connecting");
    case "reconnecting":
      return t("live.reconnecting", { attempt: state.attempt });
    case "offline":
      return t("live.offline");
  }
}
