#include "web/cli/http_client.hpp"

#include <curl/curl.h>

#include <memory>

namespace yellowsea::web {
namespace {

constexpr std::size_t max_answer_bytes = 64 * 1024;
constexpr long connect_seconds = 5;
constexpr long whole_seconds = 10;

std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& text = *static_cast<std::string*>(target);
  if (text.size() + size * count > max_answer_bytes) return 0;  // ends the transfer
  text.append(bytes, size * count);
  return size * count;
}

Failure failed(const std::string& why) { return fail(ProblemCode::unavailable, "http", why); }

}  // namespace

Result<HttpAnswer> http_post(const std::string& url, const std::string& body) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"), curl_slist_free_all);
  if (handle == nullptr || headers == nullptr) return failed("out of memory");
  HttpAnswer answer;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  const CURLcode done = curl_easy_perform(curl);
  if (done != CURLE_OK) return failed(url + ": " + curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace yellowsea::web
