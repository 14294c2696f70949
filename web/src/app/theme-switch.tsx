import { DesktopOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { t } from "@/shared/messages/messages";
import { setThemePreference, THEME_PREFERENCES, useThemePreference } from "@/shared/theme/theme-preference";

const icons = { system: <DesktopOutlined />, light: <SunOutlined />, dark: <MoonOutlined /> };

export function ThemeSwitch() {
  const { preference } = useThemePreference();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [preference],
        items: THEME_PREFERENCES.map((key) => ({ key, icon: icons[key], label: t(`theme.${key}`) })),
        onClick: ({ key }) => {
          const chosen = THEME_PREFERENCES.find((known) => known === key);
          if (chosen) setThemePreference(chosen);
        },
      }}
    >
      <Button type="text" icon={icons[preference]} aria-label={`${t("theme.label")}: ${t(`theme.${preference}`)}`} />
    </Dropdown>
  );
}
