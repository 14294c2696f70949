import { Form, Input } from "antd";
import { t } from "@/shared/messages/messages";

/** A new password, twice. */
export function PasswordFields() {
  return (
    <>
      <Form.Item name="new" label={t("auth.new")} rules={[{ required: true, message: t("auth.required") }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t("auth.repeat")}
        dependencies={["new"]}
        rules={[
          { required: true, message: t("auth.required") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue("new") ? Promise.resolve() : Promise.reject(new Error(t("auth.mismatch"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
