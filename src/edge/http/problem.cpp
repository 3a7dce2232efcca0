#include "edge/http/problem.hpp"

namespace leye::http {

namespace {
std::string filled(std::string_view text, const std::map<std::string, std::string>& details) {
    std::string out;
    size_t i = 0;
    while (i < text.size()) {
        const size_t open = text.find('{', i);
        const size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        const auto value = details.find(std::string(text.substr(open + 1, close - open - 1)));
        if (value == details.end()) {
            out += text.substr(i, close + 1 - i);
        } else {
            out += text.substr(i, open - i);
            out += value->second;
        }
        i = close + 1;
    }
    out += text.substr(std::min(i, text.size()));
    return out;
}

struct Words {
    int status = 422;
    json::Object detail, next;
    std::string title, clause;
};

Words words_of(const Refusal& refusal, const Texts& texts) {
    Words out;
    const auto text = texts.find(refusal.code);
    if (!text) {
        out.title = refusal.code;
        out.detail = {{"zh", refusal.code}, {"en", refusal.code}};
        out.next = {{"zh", ""}, {"en", ""}};
        out.clause = refusal.clause;
        return out;
    }
    out.status = text->status;
    out.title = filled(text->zh, refusal.details);
    out.detail = {{"zh", out.title}, {"en", filled(text->en, refusal.details)}};
    out.next = {{"zh", filled(text->next_zh, refusal.details)}, {"en", filled(text->next_en, refusal.details)}};
    out.clause = refusal.clause.empty() ? text->clause : refusal.clause;
    return out;
}

json::Object error_object(const Refusal& refusal, const Texts& texts) {
    auto words = words_of(refusal, texts);
    return {{"code", refusal.code}, {"field", refusal.field}, {"detail", words.detail}, {"next", words.next}};
}
}  // namespace

json::Object problem_object(const Refusal& refusal, const Texts& texts) {
    auto words = words_of(refusal, texts);
    json::Object out{{"type", "/problems/" + refusal.code},
                     {"title", words.title},
                     {"status", words.status},
                     {"code", refusal.code},
                     {"detail", words.detail},
                     {"next", words.next}};
    if (!words.clause.empty()) out["clause"] = words.clause;
    if (!refusal.field.empty()) out["field"] = refusal.field;
    if (!refusal.also.empty()) {
        json::Array errors{error_object(refusal, texts)};
        for (const auto& further : refusal.also) errors.push_back(error_object(further, texts));
        out["errors"] = std::move(errors);
    }
    return out;
}

Response problem(const Refusal& refusal, const Texts& texts) {
    const json::Object object = problem_object(refusal, texts);
    Response out{.status = static_cast<int>(object.at("status").as_int64()),
                 .content_type = "application/problem+json",
                 .body = json::print(object)};
    const auto wait = refusal.details.find("retry_after_s");
    const auto seconds = refusal.details.find("seconds");
    if (out.status == 429 || out.status == 503) {
        if (wait != refusal.details.end())
            out.with("Retry-After", wait->second);
        else if (seconds != refusal.details.end())
            out.with("Retry-After", seconds->second);
        else if (out.status == 503)
            out.with("Retry-After", "5");
    }
    return out;
}

}  // namespace leye::http
