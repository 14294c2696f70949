import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useNavigate } from "react-router";
import { api } from "@/shared/api/http";
import { sessionKey } from "@/shared/api/query-client";
import { t } from "@/shared/messages/messages";
import { ProblemAlert } from "@/shared/ui/problem-alert";
import { AuthFrame } from "./auth-frame";
import { PasswordFields } from "./password-fields";

interface Change {
  current: string;
  new: string;
}

/** @param forced the password was generated and must go before anything else */
export default function ChangePasswordPage({ forced = false }: { forced?: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: (passwords: Change) => api.post("/auth/password", { current: passwords.current, new: passwords.new }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionKey });
      void message.success(t("auth.passwordChanged"));
      if (!forced) void navigate("/tickets");
    },
  });
  return (
    <AuthFrame
      title={t(forced ? "auth.mustChange" : "auth.change")}
      hint={t(forced ? "auth.mustChangeHint" : "auth.changeHint")}
    >
      <Form<Change> layout="vertical" requiredMark={false} size="large" onFinish={(values) => change.mutate(values)}>
        <Form.Item name="current" label={t("auth.current")} rules={[{ required: true, message: t("auth.required") }]}>
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        <PasswordFields />
        {change.error && <ProblemAlert error={change.error} />}
        <Button block type="primary" htmlType="submit" loading={change.isPending}>
          {t("auth.setPassword")}
        </Button>
      </Form>
    </AuthFrame>
  );
}
