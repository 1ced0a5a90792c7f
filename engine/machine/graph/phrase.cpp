#include "engine/machine/graph/phrase.hpp"

#include <algorithm>
#include <array>

namespace yellowsea::machine::graph {
namespace {

constexpr std::array<std::string_view, 4> tags{"en", "ja", "zh", "ko"};

using Row = std::array<std::string_view, 4>;

// Exhaustive, so that a phrase can't be forgotten.
Row row_of(Phrase which) {
  switch (which) {
    case Phrase::any_time:
      return {"At any time", "いつでも", "随时", "언제든지"};
    case Phrase::any_open_state:
      return {"From any state that is still open", "終わっていないどの状態からも", "从任一未结束的状态",
              "끝나지 않은 모든 상태에서"};
    case Phrase::from_states:
      return {"From: {0}", "次の状態から：{0}", "从以下状态：{0}", "다음 상태에서: {0}"};
    case Phrase::otherwise:
      return {"otherwise", "それ以外", "否则", "그 밖의 경우"};
    case Phrase::automatically:
      return {"By itself", "自動的に", "自动", "자동으로"};
    case Phrase::when_finished:
      return {"When all inside is finished", "中がすべて終わったとき", "内部全部结束时",
              "안의 것이 모두 끝나면"};
    case Phrase::any_event:
      return {"Any other event", "その他のすべての操作", "其他任何事件", "그 밖의 모든 이벤트"};
    case Phrase::any_event_like:
      return {"Any event {0}.…", "{0}.… のすべての操作", "任何 {0}.… 事件", "모든 {0}.… 이벤트"};
    case Phrase::reminders_one:
      return {"A reminder", "通知1回", "1次提醒", "알림 1회"};
    case Phrase::reminders_many:
      return {"{0} reminders", "通知{0}回", "{0}次提醒", "알림 {0}회"};
    case Phrase::after_duration:
      return {"After {0}", "{0}後", "{0}后", "{0} 후"};
    case Phrase::deadline_passes:
      return {"When the deadline has passed", "期限が過ぎたとき", "期限已过时", "기한이 지났을 때"};
    case Phrase::deadline_day:
      return {"On the day of the deadline", "期限の当日", "期限当天", "기한 당일"};
    case Phrase::before_deadline:
      return {"{0} before the deadline", "期限の{0}前", "期限前{0}", "기한 {0} 전"};
    case Phrase::after_deadline:
      return {"{0} after the deadline", "期限の{0}後", "期限后{0}", "기한 {0} 후"};
    case Phrase::at_field:
      return {"At: {0}", "時期：{0}", "时间：{0}", "시점: {0}"};
    case Phrase::before_field:
      return {"{0} before: {1}", "「{1}」の{0}前", "“{1}”前{0}", "‘{1}’ {0} 전"};
    case Phrase::after_field:
      return {"{0} after: {1}", "「{1}」の{0}後", "“{1}”后{0}", "‘{1}’ {0} 후"};
    case Phrase::years:
      return {"{0} years", "{0}年", "{0}年", "{0}년"};
    case Phrase::months:
      return {"{0} months", "{0}か月", "{0}个月", "{0}개월"};
    case Phrase::days:
      return {"{0} days", "{0}日", "{0}天", "{0}일"};
    case Phrase::hours:
      return {"{0} hours", "{0}時間", "{0}小时", "{0}시간"};
    case Phrase::minutes:
      return {"{0} minutes", "{0}分", "{0}分钟", "{0}분"};
    case Phrase::seconds:
      return {"{0} seconds", "{0}秒", "{0}秒", "{0}초"};
    case Phrase::year:
      return {"1 year", "1年", "1年", "1년"};
    case Phrase::month:
      return {"1 month", "1か月", "1个月", "1개월"};
    case Phrase::day:
      return {"1 day", "1日", "1天", "1일"};
    case Phrase::hour:
      return {"1 hour", "1時間", "1小时", "1시간"};
    case Phrase::minute:
      return {"1 minute", "1分", "1分钟", "1분"};
    case Phrase::second:
      return {"1 second", "1秒", "1秒", "1초"};
    case Phrase::list_comma:
      return {", ", "、", "、", ", "};
    case Phrase::conditions:
      return {"Conditions, as they are told when one is not met", "条件（満たさないときに示される文）",
              "条件（不满足时的提示）", "조건(충족하지 않을 때의 안내문)"};
    case Phrase::automatic_key:
      return {"Grey: happens by itself", "灰色：自動的に起こること", "灰色：自动发生",
              "회색: 자동으로 일어남"};
    case Phrase::only_if:
      return {"Only if: {0}", "次の場合のみ：{0}", "仅当：{0}", "다음 경우에만: {0}"};
    case Phrase::equal:
      return {"{0} is {1}.", "{0}が「{1}」であること。", "{0}为“{1}”。", "{0}: ‘{1}’이어야 합니다."};
    case Phrase::present:
      return {"{0} is given.", "{0}があること。", "已填写{0}。", "{0}: 값이 있어야 합니다."};
    case Phrase::before:
      return {"{0} is earlier than {1}.", "{0}が{1}より前であること。", "{0}早于{1}。",
              "{0}: {1}보다 앞서야 합니다."};
    case Phrase::contains:
      return {"{0} includes {1}.", "{0}に{1}が含まれること。", "{0}包含{1}。", "{0}: {1} 포함해야 합니다."};
    case Phrase::in_state:
      return {"The state is “{0}”.", "状態が「{0}」であること。", "状态为“{0}”。",
              "상태가 ‘{0}’이어야 합니다."};
    case Phrase::for_each:
      return {"Each of {0}: {1}", "{0}のそれぞれ：{1}", "{0}中的每一项：{1}", "{0} 각각: {1}"};
    case Phrase::negation:
      return {"Not: {0}", "次のことがないこと：{0}", "不得：{0}", "다음이 아니어야 함: {0}"};
    case Phrase::alternative:
      return {" or ", " または ", " 或 ", " 또는 "};
    case Phrase::by_roles:
      return {"It is done by: {0}.", "行う人：{0}。", "操作人：{0}。", "수행자: {0}."};
    case Phrase::by_scope:
      return {"It is done by who is named in {0}.", "{0}に挙げられた者が行うこと。", "由{0}中列出者操作。",
              "{0}에 있는 기관이 수행해야 합니다."};
    case Phrase::some_linked:
      return {"There is one: {0}.", "該当するものがあること：{0}。", "存在：{0}。",
              "해당 항목이 있어야 함: {0}."};
    case Phrase::no_linked:
      return {"There is none: {0}.", "該当するものがないこと：{0}。", "不存在：{0}。",
              "해당 항목이 없어야 함: {0}."};
    case Phrase::every_linked:
      return {"Every {0}: {1}.", "すべての{0}：{1}。", "所有{0}：{1}。", "모든 {0}: {1}."};
    case Phrase::yes:
      return {"yes", "はい", "是", "예"};
    case Phrase::no:
      return {"no", "いいえ", "否", "아니요"};
    case Phrase::now:
      return {"now", "現在", "现在", "지금"};
    case Phrase::actor:
      return {"who does it", "行う人", "操作人", "수행자"};
  }
  return {};
}

std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }

}  // namespace

std::optional<Language> language_of(std::string_view tag) {
  const auto found = std::find(tags.begin(), tags.end(), tag);
  if (found == tags.end()) return std::nullopt;
  return static_cast<Language>(found - tags.begin());
}

std::string_view tag_of(Language language) { return tags.at(index_of(language)); }

std::string phrase(Phrase which, Language language, const std::vector<std::string>& arguments) {
  const std::string_view text = row_of(which).at(index_of(language));
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    const std::size_t which_one = place ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
    if (place && which_one < arguments.size()) {
      filled += arguments[which_one];
      i += 2;
    } else {
      filled += text[i];
    }
  }
  return filled;
}

}  // namespace yellowsea::machine::graph
