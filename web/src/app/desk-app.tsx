import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import { RouterProvider } from "react-router";
import { createQueryClient } from "@/shared/api/query-client";
import { darkTheme, lightTheme } from "@/shared/theme/antd-theme";
import { useThemePreference } from "@/shared/theme/theme-preference";
import { createRouter } from "./routes";

const queries = createQueryClient();
const router = createRouter();

export function DeskApp() {
  const { dark } = useThemePreference();
  return (
    <ConfigProvider theme={dark ? darkTheme : lightTheme}>
      <App>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
