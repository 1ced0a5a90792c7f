#include "web/cli/http_client.hpp"

#include <curl/curl.h>

#include <memory>

namespace yellowsea::web {
namespace {

constexpr std::size_t max_answer_bytes = 64 * 1024;
constexpr long connect_seconds = 5;

using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& text = *static_cast<std::string*>(target);
  if (text.size() + size * count > max_answer_bytes) return 0;  // ends the transfer
  text.append(bytes, size * count);
  return size * count;
}

Failure failed(const std::string& why) { return fail(ProblemCode::unavailable, "http", why); }

// Null if there is no memory.
Lines lines_of(const std::vector<std::string>& headers) {
  Lines lines(nullptr, curl_slist_free_all);
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(lines.get(), header.c_str());
    if (longer == nullptr) return {nullptr, curl_slist_free_all};
    (void)lines.release();
    lines.reset(longer);
  }
  return lines;
}

}  // namespace

void begin_http() { curl_global_init(CURL_GLOBAL_DEFAULT); }

Result<HttpAnswer> http_exchange(const HttpQuestion& question) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  const Lines headers = lines_of(question.headers);
  if (handle == nullptr || (headers == nullptr && !question.headers.empty())) return failed("out of memory");
  HttpAnswer answer;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, question.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (question.method == "POST") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(question.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.body.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(question.seconds));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  const CURLcode done = curl_easy_perform(curl);
  if (done != CURLE_OK) return failed(question.url + ": " + curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace yellowsea::web
