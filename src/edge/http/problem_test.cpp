#include "edge/http/problem.hpp"

#include <doctest/doctest.h>

using namespace leye;
using namespace leye::http;

namespace {
class TwoTexts : public Texts {
  public:
    std::optional<Text> find(std::string_view code) const override {
        if (code == "document_length")
            return Text{422, "填了{length}位", "{length} characters", "应为{wanted}位", "wanted: {wanted}", "GB 11643"};
        if (code == "overloaded") return Text{503, "人太多", "too many", "等{seconds}秒", "wait {seconds}", ""};
        return std::nullopt;
    }
};
const TwoTexts texts;
}  // namespace

TEST_CASE("a problem has its sentences in both languages with the details filled in") {
    const Refusal refusal{.code = "document_length", .field = "document_number", .details = {{"length", "17"}}};
    const Response answer = problem(refusal, texts);
    CHECK(answer.status == 422);
    CHECK(answer.content_type == "application/problem+json");
    const auto object = json::parse(answer.body).value().as_object();
    CHECK(object.at("type") == "/problems/document_length");
    CHECK(object.at("title") == "填了17位");
    CHECK(object.at("detail").at("en") == "17 characters");
    CHECK(object.at("next").at("zh") == "应为{wanted}位");
    CHECK(object.at("clause") == "GB 11643");
    CHECK(object.at("field") == "document_number");
    CHECK_FALSE(object.contains("errors"));
}

TEST_CASE("a value that looks like a placeholder is not filled again") {
    const Refusal refusal{.code = "document_length", .details = {{"length", "{wanted}"}, {"wanted", "18"}}};
    CHECK(problem_object(refusal, texts).at("title") == "填了{wanted}位");
}

TEST_CASE("further refusals stand under errors, the first among them") {
    Refusal refusal{.code = "document_length", .field = "a"};
    refusal.also.push_back({.code = "unheard_of", .field = "b"});
    const auto object = problem_object(refusal, texts);
    const auto& errors = object.at("errors").as_array();
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].at("field") == "a");
    CHECK(errors[1].at("code") == "unheard_of");
}

TEST_CASE("a code without a text says its code and stays an ordinary refusal") {
    const Response answer = problem({.code = "unheard_of"}, texts);
    CHECK(answer.status == 422);
    CHECK(answer.body.find("unheard_of") != std::string::npos);
}

TEST_CASE("an overloaded answer says when to come back") {
    const Response answer = problem({.code = "overloaded", .details = {{"retry_after_s", "9"}}}, texts);
    REQUIRE(answer.find_header("retry-after"));
    CHECK(*answer.find_header("Retry-After") == "9");
    CHECK(*problem({.code = "overloaded"}, texts).find_header("Retry-After") == "5");
}
