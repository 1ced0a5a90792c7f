#include "engine/service/store_texts.hpp"

#include "engine/base/json.hpp"

namespace yellowsea {
namespace {

const Json& no_space() {
  static const Json text{
      {"en",
       "The server's disk is full. Nothing was changed; keep what you have entered and try again later."},
      {"ja",
       "サーバーのディスクに空きがありません。何も変更されていません。入力内容を残したまま、後でもう一度お試"
       "しください。"},
      {"zh", "服务器磁盘已满，未作任何更改。请保留已填写的内容，稍后再试。"},
      {"ko",
       "서버의 디스크가 가득 찼습니다. 변경된 것은 없습니다. 입력한 내용을 그대로 두고 나중에 다시 "
       "시도하십시오."}};
  return text;
}

const Json& cannot_store() {
  static const Json text{
      {"en", "The server cannot store anything just now. Nothing was changed; try again later."},
      {"ja", "サーバーが現在保存できません。何も変更されていません。後でもう一度お試しください。"},
      {"zh", "服务器目前无法保存，未作任何更改。请稍后再试。"},
      {"ko", "서버가 지금 저장할 수 없습니다. 변경된 것은 없습니다. 나중에 다시 시도하십시오."}};
  return text;
}

const Json& unconfirmed() {
  static const Json text{
      {"en",
       "The server's disk did not confirm the change, so it is not certain that it was stored. The server "
       "starts "
       "again; look whether the change is there before you repeat it."},
      {"ja",
       "サーバーのディスクが変更を確認できなかったため、保存されたかどうか不明です。サーバーは再起動します。"
       "やり直す前に、"
       "変更が反映されているか確認してください。"},
      {"zh",
       "服务器磁盘未确认此更改，无法确定是否已保存。服务器将重新启动；请先确认更改是否存在，再重新操作。"},
      {"ko",
       "서버의 디스크가 변경을 확인하지 못해 저장되었는지 확실하지 않습니다. 서버가 다시 시작됩니다. 다시 "
       "하기 전에 "
       "변경이 반영되었는지 확인하십시오."}};
  return text;
}

const Json& too_busy() {
  static const Json text{
      {"en", "The server has too much to do just now. Nothing was changed; try again."},
      {"ja", "サーバーが混み合っています。何も変更されていません。もう一度お試しください。"},
      {"zh", "服务器目前繁忙，未作任何更改。请重试。"},
      {"ko", "서버가 지금 혼잡합니다. 변경된 것은 없습니다. 다시 시도하십시오."}};
  return text;
}

}  // namespace

std::optional<std::string> store_sentence(const std::string& rule, const std::string& language) {
  const Json* text = nullptr;
  if (rule == "disk_full") text = &no_space();
  if (rule == "sync_failed") text = &unconfirmed();
  if (rule == "busy" || rule == "overloaded") text = &too_busy();
  for (const char* other : {"io_error", "read_only", "corrupt", "cannot_open", "out_of_memory",
                            "transaction_lost", "store", "not_a_database"}) {
    if (rule == other) text = &cannot_store();
  }
  if (text == nullptr) return std::nullopt;
  return text->value(language, text->at("en").get<std::string>());
}

}  // namespace yellowsea
