import { App, ConfigProvider } from "antd";
import { RealtimeProvider } from "@/shared/realtime/realtime-provider";
import { useUser } from "@/shared/session/session";
import { darkTheme, lightTheme } from "@/shared/theme/antd-theme";
import { useThemePreference } from "@/shared/theme/theme-preference";
import { Frame } from "./frame";

/** The application around its pages: the socket lives here, above the routes. */
export default function Shell() {
  const user = useUser();
  const { dark } = useThemePreference();
  return (
    <ConfigProvider theme={dark ? darkTheme : lightTheme}>
      <App notification={{ top: 56 }}>
        {/* Another user in the same tab gets a socket of their own. */}
        <RealtimeProvider key={user.id}>
          <Frame />
        </RealtimeProvider>
      </App>
    </ConfigProvider>
  );
}
