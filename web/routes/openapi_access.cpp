// The routes about access, as the description of the API has them.
#include <vector>

#include "web/routes/openapi_parts.hpp"

namespace yellowsea::web {
namespace {

struct AccessRoute {
  const char* path;
  const char* method;
  const char* name;
  const char* summary;
  std::vector<const char*> body;  // members; empty: no body
  const char* status;
};

}  // namespace

// For who does not administer, accounts, grants, invitations and
// the log are not there.
void add_access(Json& document) {
  const std::vector<AccessRoute> routes{
      {"/session/confirm",
       "post",
       "confirm_password",
       "The password again; gives the session a new token",
       {"password"},
       "200"},
      {"/sessions", "get", "sessions", "The caller's own sessions", {}, "200"},
      {"/sessions/{id}", "delete", "end_session", "End one of one's own sessions", {}, "204"},
      {"/password",
       "put",
       "change_password",
       "A new password; ends all of one's sessions",
       {"current", "password"},
       "204"},
      {"/tokens", "get", "tokens", "The caller's own tokens for programs", {}, "200"},
      {"/tokens",
       "post",
       "make_token",
       "Make one, which is shown now only (also days, read_only, kinds)",
       {"name"},
       "201"},
      {"/tokens/{id}", "delete", "revoke_token", "Revoke one of one's own tokens", {}, "204"},
      {"/second-factor",
       "get",
       "second_factor",
       "Whether there is one, and how many recovery codes are left",
       {},
       "200"},
      {"/second-factor", "post", "begin_second_factor", "A new secret, which does not count yet", {}, "201"},
      {"/second-factor",
       "put",
       "activate_second_factor",
       "Show a code of it; gives the recovery codes",
       {"code"},
       "200"},
      {"/second-factor", "delete", "end_second_factor", "Do without one", {}, "204"},
      {"/sign-on",
       "get",
       "sign_ons",
       "Identity providers, and which of them the caller is linked with",
       {},
       "200"},
      {"/sign-on/{id}",
       "post",
       "begin_sign_on",
       "Sign in by that provider: where the browser goes",
       {},
       "201"},
      {"/sign-on/finish",
       "post",
       "finish_sign_on",
       "What the browser brought back (code, iss or error), or the code of a second_factor",
       {"state"},
       "200"},
      {"/sign-on/{id}/link", "post", "link_sign_on", "Link one's account with that provider", {}, "201"},
      {"/sign-on/{id}/link", "delete", "unlink_sign_on", "Undo it", {}, "204"},
      {"/accounts", "get", "accounts", "Accounts, and what waits for a second administrator", {}, "200"},
      {"/accounts/{id}",
       "put",
       "change_account",
       "Close or open an account (disabled), or give and take roles (roles)",
       {},
       "200"},
      {"/invitations",
       "post",
       "invite",
       "Invite somebody by a link that counts once (also sign_on)",
       {"name", "roles"},
       "201"},
      {"/invitations/accept",
       "post",
       "accept_invitation",
       "Make the account of a link (without user: what it offers)",
       {"token"},
       "201"},
      {"/invitations/{id}", "delete", "take_back_invitation", "Take an invitation back", {}, "204"},
      {"/invitations/{id}/confirm",
       "post",
       "confirm_invitation",
       "Agree to another administrator's invitation",
       {},
       "204"},
      {"/grants/{id}/confirm",
       "post",
       "confirm_grant",
       "Agree to a role that another administrator asked for",
       {},
       "204"},
      {"/grants/{id}", "delete", "decline_grant", "Decline it", {}, "204"},
      {"/audit", "get", "audit", "The log of access, newest first (before, limit)", {}, "200"}};
  for (const AccessRoute& route : routes) {
    const std::string path = std::string("/api/v1") + route.path;
    const std::string status = route.status;
    Json operation{
        {"operationId", route.name},
        {"summary", route.summary},
        {"responses",
         with_errors({{status, status == "204" ? Json{{"description", "Done"}}
                                               : answer("The answer", Json{{"type", "object"}})}})}};
    if (path.find("{id}") != std::string::npos)
      operation["parameters"] = Json::array({parameter("id", "path", text(), true)});
    if (!route.body.empty()) {
      Json schema{{"type", "object"}, {"required", route.body}};
      operation["requestBody"] =
          Json{{"required", true}, {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
    }
    document["paths"][path][route.method] = std::move(operation);
  }
}

}  // namespace yellowsea::web
