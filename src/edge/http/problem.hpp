#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "edge/http/response.hpp"

namespace leye::http {

/// What the world reads about a refusal code, in both languages; `{name}` stands for a value of
/// Refusal.details.
struct Text {
    int status = 422;
    std::string zh, en, next_zh, next_en, clause;
};

/// Where the sentences come from. Implemented above, over the catalogue. Must be safe from many threads.
class Texts {
  public:
    virtual ~Texts() = default;
    virtual std::optional<Text> find(std::string_view code) const = 0;
};

/// The refusal as the API's Problem object (RFC 9457); details filled in, further refusals under `errors`. A code
/// without a text says only its code, with status 422.
json::Object problem_object(const Refusal& refusal, const Texts& texts);
/// The same as a response of application/problem+json, with the status of the code. 429 and 503 carry Retry-After
/// from details["retry_after_s"] (else 5 s for 503).
Response problem(const Refusal& refusal, const Texts& texts);
/// The value as JSON with `status`, or the problem.
template <class T>
Response answer(const Result<T>& result, const Texts& texts, int status = 200) {
    if (!result) return problem(result.error(), texts);
    if constexpr (std::is_void_v<T>)
        return no_content();
    else
        return json_response(*result, status);
}

}  // namespace leye::http
