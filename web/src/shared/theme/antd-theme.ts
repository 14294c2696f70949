import { theme, type ThemeConfig } from "antd";

// The same colours as in app.css: there for the page's own parts, here for the components to derive theirs from.

const common = {
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontSize: 13,
  controlHeight: 30,
  borderRadius: 6,
  wireframe: false,
} as const;

const denser = {
  Notification: { width: 340, padding: 12, paddingContentHorizontalLG: 14, fontSizeLG: 13 },
  Form: { itemMarginBottom: 14, verticalLabelPadding: "0 0 2px", labelHeight: 24 },
} as const;

const plainTable = {
  headerBg: "transparent",
  headerSplitColor: "transparent",
  headerSortActiveBg: "transparent",
  headerSortHoverBg: "transparent",
  bodySortBg: "transparent",
  cellPaddingBlockSM: 6,
} as const;

export const lightTheme: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...common,
    colorPrimary: "#0b6e66",
    colorInfo: "#0b6e66",
    colorLink: "#0b6e66",
    colorError: "#c02c2c",
    colorTextBase: "#14191b",
    colorBgLayout: "#f4f6f6",
    colorBorder: "#cfd6d8",
    colorBorderSecondary: "#e3e8e9",
    colorTextSecondary: "#4d585d",
    colorTextTertiary: "#5f6b70",
    colorTextPlaceholder: "#687378",
  },
  components: { ...denser, Table: { ...plainTable, rowHoverBg: "#f4f7f7" } },
};

export const darkTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...common,
    colorPrimary: "#35b8aa",
    colorInfo: "#35b8aa",
    colorLink: "#4fd0c2",
    colorError: "#f07171",
    colorTextBase: "#e8edee",
    colorBgBase: "#0d1112",
    colorBgLayout: "#0d1112",
    colorBgContainer: "#14191b",
    colorBgElevated: "#1b2225",
    colorBorder: "#384347",
    colorBorderSecondary: "#252e31",
    colorTextSecondary: "#aab5b9",
    colorTextTertiary: "#93a0a5",
    colorTextPlaceholder: "#8b979c",
  },
  components: {
    Button: { primaryColor: "#04211e" },
    ...denser,
    Table: { ...plainTable, rowHoverBg: "#1a2123" },
  },
};
