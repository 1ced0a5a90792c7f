#include "engine/service/access_texts.hpp"

#include "engine/base/json.hpp"

namespace yellowsea {
namespace {

Json in_four(const char* en, const char* ja, const char* zh, const char* ko) {
  return Json{{"en", en}, {"ja", ja}, {"zh", zh}, {"ko", ko}};
}

Json password_sentences() {
  return Json{
      {"password_too_short",
       in_four("A password needs at least 12 characters. Several words are easy to remember.",
               "パスワードは12文字以上にしてください。複数の単語を並べると覚えやすくなります。",
               "密码至少需要12个字符。使用多个词语便于记忆。",
               "비밀번호는 12자 이상이어야 합니다. 여러 단어를 이어 쓰면 기억하기 쉽습니다.")},
      {"password_too_long",
       in_four("A password has at most 128 characters.", "パスワードは128文字以内にしてください。",
               "密码最多128个字符。", "비밀번호는 128자 이하여야 합니다.")},
      {"password_has_user", in_four("The password must not contain the user name.",
                                    "パスワードにユーザー名を含めることはできません。",
                                    "密码不得包含用户名。", "비밀번호에 사용자 이름을 넣을 수 없습니다.")},
      {"password_too_common",
       in_four("This is one of the passwords that are guessed first: a common word, the name of a city or "
               "organisation, or a simple sequence. Choose another.",
               "よく使われる単語、都市・組織の名称、単純な並びなど、推測されやすいパスワードです。別のものを"
               "設定して"
               "ください。",
               "该密码容易被猜到（常用词、城市或机构名称、简单序列）。请另选密码。",
               "흔한 단어, 도시·기관 이름, 단순한 배열 등 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 "
               "사용하십시오.")},
      {"wrong_password", in_four("The password is not right.", "パスワードが正しくありません。",
                                 "密码不正确。", "비밀번호가 올바르지 않습니다.")},
      {"password_again",
       in_four("Give your password again: this must not happen from a screen that was left open.",
               "安全のため、パスワードをもう一度入力してください。", "为确保安全，请再次输入密码。",
               "안전을 위해 비밀번호를 다시 입력하십시오.")}};
}

Json origin_sentences() {
  return Json{
      {"origin",
       in_four("This did not come from a page of this site.", "このサイトのページからの操作ではありません。",
               "此操作并非来自本网站的页面。", "이 사이트의 페이지에서 보낸 요청이 아닙니다.")},
      {"csrf_token", in_four("The page is out of date: load it again.",
                             "ページが古くなっています。再読み込みしてください。", "页面已过期，请重新加载。",
                             "페이지가 오래되었습니다. 다시 불러오십시오.")}};
}

Json sign_in_sentences() {
  return Json{
      {"second_factor_needed",
       in_four("Enter the code of your second factor.", "二段階認証のコードを入力してください。",
               "请输入双重验证码。", "2단계 인증 코드를 입력하십시오.")},
      {"second_factor_wrong",
       in_four("The code is not right, has run out or has been used.",
               "コードが正しくないか、期限切れ、または使用済みです。", "验证码不正确、已过期或已使用。",
               "코드가 올바르지 않거나 만료되었거나 이미 사용되었습니다.")},
      {"second_factor_active",
       in_four("There is a second factor already.", "二段階認証はすでに設定されています。",
               "已设置双重验证。", "2단계 인증이 이미 설정되어 있습니다.")},
      {"no_second_factor", in_four("There is no second factor.", "二段階認証は設定されていません。",
                                   "尚未设置双重验证。", "2단계 인증이 설정되어 있지 않습니다.")},
      {"second_factor_required", in_four("Set up a second factor first: this installation asks for it.",
                                         "先に二段階認証を設定してください。このシステムでは必須です。",
                                         "请先设置双重验证：本系统要求使用。",
                                         "먼저 2단계 인증을 설정하십시오. 이 시스템에서는 필수입니다.")},
      {"token_scope", in_four("This token was not made for that.", "このトークンの範囲外の操作です。",
                              "此令牌不具备该权限。", "이 토큰의 범위를 벗어난 작업입니다.")},
      {"people_only",
       in_four("Only a person who is signed in can do this, no token.",
               "トークンではできません。ログインして行ってください。", "只能由登录者本人操作，不能使用令牌。",
               "토큰으로는 할 수 없으며, 로그인한 본인만 할 수 있습니다.")},
      {"login_delay", in_four("Too many failed attempts to sign in: wait a little.",
                              "ログインの失敗が続いたため、しばらくお待ちください。",
                              "登录失败次数过多，请稍候再试。", "로그인 실패가 많아 잠시 기다려야 합니다.")},
      {"login_address", in_four("Too many failed attempts to sign in from this address: wait a few minutes.",
                                "このネットワークからのログイン失敗が多いため、数分お待ちください。",
                                "来自此网络的登录失败次数过多，请几分钟后再试。",
                                "이 네트워크에서 로그인 실패가 많아 몇 분 기다려야 합니다.")}};
}

Json sign_on_sentences() {
  return Json{
      {"sign_on_account",
       in_four("No account here belongs to you at this provider. Ask an administrator to invite you.",
               "この認証サービスの利用者に対応するアカウントがありません。管理者に招待を依頼してください。",
               "此身份提供方的用户在本系统没有账号。请联系管理员邀请您。",
               "이 인증 서비스 사용자에 해당하는 계정이 없습니다. 관리자에게 초대를 요청하십시오.")},
      {"sign_on_attempt",
       in_four(
           "This sign-in is finished, too old, or was begun in another browser: begin again.",
           "このログイン手続きは完了済みか、期限切れ、または別のブラウザーで開始されたものです。やり直してく"
           "ださい。",
           "此登录已完成、已过期或在其他浏览器中开始，请重新登录。",
           "이 로그인은 이미 끝났거나 만료되었거나 다른 브라우저에서 시작되었습니다. 다시 시작하십시오.")},
      {"sign_on_refused", in_four("The identity provider did not let you sign in.",
                                  "認証サービスでログインが許可されませんでした。", "身份提供方未允许登录。",
                                  "인증 서비스에서 로그인을 허용하지 않았습니다.")},
      {"sign_on_token",
       in_four("What the identity provider says does not count here; tell your administrator.",
               "認証サービスの応答を確認できませんでした。管理者にお知らせください。",
               "无法验证身份提供方的答复，请告知管理员。",
               "인증 서비스의 응답을 확인할 수 없습니다. 관리자에게 알려 주십시오.")},
      {"sign_on_unavailable",
       in_four("The identity provider does not answer. Try again later, or sign in with your password.",
               "認証サービスが応答しません。後でやり直すか、パスワードでログインしてください。",
               "身份提供方没有响应。请稍后再试，或用密码登录。",
               "인증 서비스가 응답하지 않습니다. 나중에 다시 시도하거나 비밀번호로 로그인하십시오.")},
      {"sign_on_busy",
       in_four("Too many people are signing in at this moment: try again in a few seconds.",
               "ログインが集中しています。数秒後にやり直してください。", "登录人数过多，请几秒后再试。",
               "지금 로그인이 몰리고 있습니다. 몇 초 후 다시 시도하십시오.")},
      {"sign_on_taken",
       in_four("This account of the provider belongs to another account here.",
               "この認証サービスのアカウントは、別のアカウントに連携されています。",
               "该身份提供方账号已关联其他账号。", "이 인증 서비스 계정은 다른 계정에 연결되어 있습니다.")},
      {"sign_on_provider", in_four("There is no such identity provider.", "その認証サービスはありません。",
                                   "没有该身份提供方。", "그런 인증 서비스가 없습니다.")},
      {"sign_on_email", in_four("Enter an e-mail address.", "メールアドレスを入力してください。",
                                "请输入电子邮箱地址。", "이메일 주소를 입력하십시오.")}};
}

Json account_sentences() {
  return Json{
      {"bad_link",
       in_four("This link has been used, was taken back or is too old.",
               "このリンクは使用済みか、取り消されたか、期限切れです。", "此链接已使用、已撤回或已过期。",
               "이 링크는 이미 사용되었거나 취소되었거나 만료되었습니다.")},
      {"waits_for_second",
       in_four("Another administrator has to agree first.", "先に別の管理者の承認が必要です。",
               "须先经另一位管理员同意。", "먼저 다른 관리자의 동의가 필요합니다.")},
      {"second_person",
       in_four("Another administrator has to agree: not who asked, nor who would get the role.",
               "申請者・対象者以外の管理者の承認が必要です。", "须由申请人和当事人以外的管理员同意。",
               "신청자와 당사자가 아닌 다른 관리자의 동의가 필요합니다.")},
      {"last_administrator",
       in_four("This is the last administrator: name another one first.",
               "最後の管理者です。先に別の管理者を任命してください。", "这是最后一位管理员：请先任命另一位。",
               "마지막 관리자입니다. 먼저 다른 관리자를 지정하십시오.")},
      {"no_role_left", in_four("Leave one of the present roles until another administrator has agreed.",
                               "別の管理者の承認まで、現在の役割を一つ残してください。",
                               "在另一位管理员同意之前，请保留一个现有角色。",
                               "다른 관리자가 동의할 때까지 현재 역할 하나를 남겨 두십시오.")},
      {"no_need", in_four("Nobody has to agree to this any more.", "承認は不要です。", "无需再经同意。",
                          "더 이상 동의가 필요하지 않습니다.")},
      {"invitations",
       in_four("Too many invitations are open: take some back.",
               "有効な招待が多すぎます。不要なものを取り消してください。", "未使用的邀请过多：请撤回一些。",
               "유효한 초대가 너무 많습니다. 일부를 취소하십시오.")},
      {"tokens", in_four("You have too many tokens: revoke some.",
                         "トークンが多すぎます。不要なものを取り消してください。", "令牌过多：请撤销一些。",
                         "토큰이 너무 많습니다. 일부를 폐기하십시오.")},
      {"user_taken",
       in_four("There is an account with this user name already.", "このユーザー名は使用されています。",
               "该用户名已被使用。", "이미 사용 중인 사용자 이름입니다.")},
      {"user_name",
       in_four("A user name has 2 to 64 of a-z, 0-9, '.', '-' and '_', and begins with a letter or digit.",
               "ユーザー名は2～64文字の a-z、0-9、「.」「-」「_」で、先頭は英字か数字です。",
               "用户名由2至64个 a-z、0-9、“.”“-”“_”组成，以字母或数字开头。",
               "사용자 이름은 a-z, 0-9, '.', '-', '_' 2~64자이며 영문자나 숫자로 시작합니다.")}};
}

const Json& sentences() {
  static const Json all = [] {
    Json texts = password_sentences();
    texts.update(sign_in_sentences());
    texts.update(sign_on_sentences());
    texts.update(account_sentences());
    texts.update(origin_sentences());
    return texts;
  }();
  return all;
}

}  // namespace

std::optional<std::string> access_sentence(const std::string& rule, const std::string& language) {
  const auto found = sentences().find(rule);
  if (found == sentences().end()) return std::nullopt;
  const auto text = found->find(language);
  return (text == found->end() ? found->at("en") : *text).get<std::string>();
}

}  // namespace yellowsea
