import { App, Button, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { t } from "@/shared/messages/messages";
import { signOut, useUser } from "@/shared/session/session";
import { Avatar } from "@/shared/ui/person-label";
import { problemText } from "@/shared/ui/problem-text";

export function AccountMenu() {
  const user = useUser();
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          {
            type: "group",
            label: (
              <span className="account-who">
                <strong>{user.name}</strong>
                <span className="muted">{user.email}</span>
              </span>
            ),
          },
          { type: "divider" },
          { key: "password", label: t("app.changePassword"), onClick: () => void navigate("/password") },
          {
            key: "sign-out",
            label: t("app.signOut"),
            onClick: () => void signOut().catch((failure: unknown) => message.error(problemText(failure))),
          },
        ],
      }}
    >
      <Button type="text" shape="circle" aria-label={`${t("app.account")}: ${user.name}`}>
        <Avatar person={user} size={24} />
      </Button>
    </Dropdown>
  );
}
