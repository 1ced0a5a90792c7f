#include "engine/service/reason_texts.hpp"

#include "engine/base/json.hpp"

namespace yellowsea {
namespace {

Json in_four(const char* en, const char* ja, const char* zh, const char* ko) {
  return Json{{"en", en}, {"ja", ja}, {"zh", zh}, {"ko", ko}};
}

Json personal_phrases() {
  return Json{
      {"role", in_four("Only {roles} may do this; you act as {role}.",
                       "この操作ができるのは{roles}だけです（現在の役割：{role}）。",
                       "只有{roles}可以执行此操作；您目前的身份是{role}。",
                       "{roles}만 할 수 있습니다(현재 역할: {role}).")},
      {"role_signed_out", in_four("Only {roles} may do this; you are not signed in.",
                                  "この操作ができるのは{roles}だけです（ログインしていません）。",
                                  "只有{roles}可以执行此操作；您尚未登录。",
                                  "{roles}만 할 수 있습니다(로그인하지 않았습니다).")},
      {"role_not", in_four("This is not for {roles} to do.", "{roles}はこの操作ができません。",
                           "{roles}不能执行此操作。", "{roles}은(는) 이 작업을 할 수 없습니다.")},
      {"reads_only",
       in_four("You act as {role}, a role that only reads.", "現在の役割（{role}）は閲覧のみです。",
               "您目前的身份（{role}）只能查看。", "현재 역할({role})은 열람만 할 수 있습니다.")},
      {"signed_out",
       in_four("Sign in first.", "先にログインしてください。", "请先登录。", "먼저 로그인하십시오.")},
      {"organisation",
       in_four("Here this is for {organisations} to do; you act for {organisation}.",
               "ここでこの操作ができるのは{organisations}だけです（現在の所属：{organisation}）。",
               "此处只有{organisations}可以执行此操作；您目前代表{organisation}。",
               "여기서는 {organisations}만 할 수 있습니다(현재 소속: {organisation}).")},
      {"organisation_other",
       in_four("This is for another organisation to do than {organisation}.",
               "この操作は{organisation}以外の組織が行います。", "此操作由{organisation}以外的机构执行。",
               "{organisation} 이외의 기관이 하는 작업입니다.")},
      {"organisation_unknown",
       in_four("This is for the organisation in {field} to do, and none is given yet.",
               "{field}の組織が行う操作ですが、まだ指定されていません。",
               "此操作由{field}所指的机构执行，但尚未指定。",
               "{field}의 기관이 하는 작업이며, 아직 지정되지 않았습니다.")},
      {"no_organisation", in_four("no organisation", "所属なし", "无所属机构", "소속 없음")},
      {"itself",
       in_four("Nobody does this by hand: it happens by itself.", "自動的に行われ、手動ではできません。",
               "由系统自动进行，不能手动执行。", "자동으로 처리되며 직접 할 수 없습니다.")},
      {"itself_from", in_four("Nobody does this by hand: it follows from {origins}.",
                              "手動ではできません。{origins}によって自動的に行われます。",
                              "不能手动执行，由{origins}自动触发。",
                              "직접 할 수 없으며, {origins}에 따라 자동으로 처리됩니다.")},
      {"origin_event",
       in_four("{event} ({kind})", "{event}（{kind}）", "{event}（{kind}）", "{event}({kind})")},
      {"origin_timer",
       in_four("the time that runs in the state {state} ({kind})", "状態{state}での期間の経過（{kind}）",
               "状态{state}中的期限届满（{kind}）", "{state} 상태에서의 기간 경과({kind})")},
      {"origin_state", in_four("the state {state} ({kind})", "状態{state}（{kind}）", "状态{state}（{kind}）",
                               "{state} 상태({kind})")}};
}

Json state_phrases() {
  return Json{{"state", in_four("This is possible only in the state {states}; now it is {current}.",
                                "状態が{states}のときだけ可能です（現在：{current}）。",
                                "仅在{states}状态下可行；当前为{current}。",
                                "{states} 상태에서만 할 수 있습니다(현재: {current}).")},
              {"state_not",
               in_four("This is not possible in the state {states}.", "状態が{states}のときはできません。",
                       "在{states}状态下不可行。", "{states} 상태에서는 할 수 없습니다.")},
              {"state_none", in_four("No state takes this.", "どの状態でもできません。",
                                     "任何状态下都不可行。", "어떤 상태에서도 할 수 없습니다.")},
              {"finished", in_four("This has come to its end ({current}); nothing more can be done.",
                                   "終了しているため（{current}）、これ以上の操作はできません。",
                                   "流程已结束（{current}），不能再执行任何操作。",
                                   "종료되어({current}) 더 이상 할 수 없습니다.")},
              {"in_states", in_four(" in the state {states}", "（状態：{states}）", "（状态：{states}）",
                                    "(상태: {states})")},
              {"out_of_states", in_four(" that is not yet {states}", "（{states}以外の状態）",
                                        "（状态不是{states}）", "({states} 이외의 상태)")},
              {"some", in_four("There must be at least one {kind}{condition}.",
                               "{kind}{condition}が1件以上必要です。", "至少须有一项{kind}{condition}。",
                               "{kind}{condition}이(가) 하나 이상 있어야 합니다.")},
              {"none", in_four("There must be no {kind}{condition} any more.",
                               "{kind}{condition}が残っていてはなりません。", "不得再有{kind}{condition}。",
                               "{kind}{condition}이(가) 남아 있으면 안 됩니다.")},
              {"every", in_four("Every {kind} must first be {states}.",
                                "先にすべての{kind}の状態が{states}でなければなりません。",
                                "须先使每项{kind}处于{states}状态。",
                                "먼저 모든 {kind}이(가) {states} 상태여야 합니다.")},
              {"every_rule", in_four("Every {kind} must first meet a rule of the workflow.",
                                     "先にすべての{kind}がワークフローの規則を満たさなければなりません。",
                                     "须先使每项{kind}符合流程规则。",
                                     "먼저 모든 {kind}이(가) 업무 규칙을 충족해야 합니다.")}};
}

Json field_phrases() {
  return Json{
      {"present", in_four("{field} must be given first.", "先に{field}が必要です。", "须先填写{field}。",
                          "먼저 {field} 항목이 있어야 합니다.")},
      {"absent", in_four("{field} must not be given yet.", "{field}がまだないことが必要です。",
                         "{field}须尚未填写。", "{field} 항목이 아직 없어야 합니다.")},
      {"equals", in_four("{field} must be {value}.", "{field}が{value}でなければなりません。",
                         "{field}须为{value}。", "{field} 항목이 {value}이어야 합니다.")},
      {"equals_not", in_four("{field} must not be {value}.", "{field}が{value}であってはなりません。",
                             "{field}不得为{value}。", "{field} 항목이 {value}이면 안 됩니다.")},
      {"contains",
       in_four("{field} must contain {value}.", "{field}に{value}が含まれていなければなりません。",
               "{field}须包含{value}。", "{field} 항목에 {value}이(가) 있어야 합니다.")},
      {"contains_not",
       in_four("{field} must not contain {value}.", "{field}に{value}が含まれていてはなりません。",
               "{field}不得包含{value}。", "{field} 항목에 {value}이(가) 있으면 안 됩니다.")},
      {"passed", in_four("{field} must have passed.", "{field}を過ぎていなければなりません。",
                         "须已过{field}。", "{field}이(가) 지나야 합니다.")},
      {"passed_since",
       in_four("{span} must have passed since {field}.", "{field}から{span}が経過していなければなりません。",
               "须自{field}起已过{span}。", "{field}부터 {span}이(가) 지나야 합니다.")},
      {"passed_not", in_four("{field} must not have passed yet.", "{field}を過ぎていてはなりません。",
                             "须尚未过{field}。", "{field}이(가) 아직 지나지 않아야 합니다.")},
      {"before", in_four("{field} must come before {value}.", "{field}は{value}より前でなければなりません。",
                         "{field}须早于{value}。", "{field}이(가) {value}보다 앞서야 합니다.")},
      {"before_not",
       in_four("{field} must not come before {value}.", "{field}は{value}より前であってはなりません。",
               "{field}不得早于{value}。", "{field}이(가) {value}보다 앞서면 안 됩니다.")},
      {"one_of", in_four("One of these is needed: {parts}.", "次のいずれかが必要です：{parts}。",
                         "须满足以下之一：{parts}。", "다음 중 하나가 필요합니다: {parts}.")},
      {"or_else", in_four("; or: ", "／", "；或：", "; 또는: ")},
      {"and_also", in_four(", and: ", "、かつ", "，并且", ", 그리고 ")},
      {"your_organisation",
       in_four("your organisation", "自分の所属組織", "您所属的机构", "본인의 소속 기관")},
      {"your_role", in_four("your role", "自分の役割", "您的身份", "본인의 역할")},
      {"now", in_four("now", "現在", "现在", "현재")},
      {"yes", in_four("yes", "はい", "是", "예")},
      {"no", in_four("no", "いいえ", "否", "아니요")}};
}

const Json& phrases() {
  static const Json all = [] {
    Json merged = personal_phrases();
    merged.update(state_phrases());
    merged.update(field_phrases());
    return merged;
  }();
  return all;
}

std::string with_unit(std::int64_t number, const char* en, const std::string& others,
                      const std::string& language) {
  if (language != "en") return std::to_string(number) + others;
  return std::to_string(number) + " " + en + (number == 1 ? "" : "s");
}

std::string of_language(const std::string& language, const char* ja, const char* zh, const char* ko) {
  return language == "ja" ? ja : language == "zh" ? zh : ko;
}

}  // namespace

std::string phrase(const std::string& name, const std::string& language, const Holes& holes) {
  const auto found = phrases().find(name);
  if (found == phrases().end()) return name;
  std::string text = found->value(language, found->at("en").get<std::string>());
  std::string result;
  // Each hole is filled once: what is put in may have braces of its own.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    if (end == std::string::npos) {
      result += text[at++];
      continue;
    }
    const std::string hole = text.substr(at + 1, end - at - 1);
    for (const auto& [filled, value] : holes) {
      if (filled == hole) result += value;
    }
    at = end + 1;
  }
  return result;
}

std::string any_of(const std::vector<std::string>& parts, const std::string& language) {
  const std::string comma = language == "en" || language == "ko" ? ", " : "、";
  const std::string last = language == "en" ? " or " : of_language(language, "または", "或", " 또는 ");
  std::string text;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (at > 0) text += at + 1 == parts.size() ? last : comma;
    text += parts[at];
  }
  return text;
}

std::string quote(const std::string& title, const std::string& language) {
  if (language == "ja") return "「" + title + "」";
  if (language == "ko") return "‘" + title + "’";
  return "“" + title + "”";
}

std::string inside(const std::string& title, const std::string& language) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (language != "en" || title.size() < 2 || !upper(title[0]) || upper(title[1])) return title;
  std::string text = title;
  text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string span_text(const Duration& duration, const std::string& language) {
  std::vector<std::string> parts;
  const std::int64_t years = duration.months / 12;
  const std::int64_t months = duration.months % 12;
  if (years > 0) parts.push_back(with_unit(years, "year", of_language(language, "年", "年", "년"), language));
  if (months > 0)
    parts.push_back(with_unit(months, "month", of_language(language, "か月", "个月", "개월"), language));
  if (duration.days > 0)
    parts.push_back(with_unit(duration.days, "day", of_language(language, "日", "天", "일"), language));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() || language != "en" ? "" : " ") + part;
  return text;
}

std::string clause(std::string sentence) {
  for (const std::string stop : {".", "。"}) {
    if (sentence.ends_with(stop)) return sentence.substr(0, sentence.size() - stop.size());
  }
  return sentence;
}

}  // namespace yellowsea
