#include <doctest/doctest.h>

#include <map>
#include <random>

#include "records/catalog/test/place.hpp"

using namespace leye;
using namespace leye::catalog;
using namespace leye::catalog::test;

namespace {

Result<json::Object> check(std::string_view code, const json::Object& values) {
    return published().check_values(item(code), values, facts_of_province(), today);
}

json::Object form() {
    return {{"lost_on", "2026-11-20"}, {"reason", "agreed"}, {"wants_work", true}, {"able_to_work", true}, {"area", "370102"}, {"phone", "13800000001"}};
}

json::Object hire() {
    return {{"worker_name", "王芳"}, {"document_type", "resident_id"}, {"document_number", "11010519491231002x"}, {"started_on", "2026-11-20"}, {"contract_kind", "open_ended"}};
}

std::map<std::string, std::string> codes_of(const Refusal& r) {
    std::map<std::string, std::string> out{{r.field, r.code}};
    for (const auto& other : r.also) out[other.field] = other.code;
    return out;
}

}  // namespace

TEST_CASE("good values come back normalised, also with a retired area") {
    auto values = form();
    values["area"] = "371202";
    values["phone"] = " +86 138-0000-0001 ";
    values["last_employer"] = "  某某公司　";
    const auto checked = check("unemployment_registration", values);
    REQUIRE(checked);
    CHECK(checked->at("area") == "371202");
    CHECK(checked->at("phone") == "13800000001");
    CHECK(checked->at("last_employer") == "某某公司");
}

TEST_CASE("all faults of a form are told at once, each with its field") {
    auto values = form();
    values["lost_on"] = "2026-02-30";
    values["area"] = "999999";
    values["reason"] = "no such";
    values["wants_work"] = "yes";
    values["phone"] = "12";
    values.erase("able_to_work");
    values["surprise"] = 1;
    const auto checked = check("unemployment_registration", values);
    REQUIRE_FALSE(checked);
    const auto codes = codes_of(checked.error());
    CHECK(codes.size() == 7);
    CHECK(codes.at("values.lost_on") == "date_invalid");
    CHECK(codes.at("values.area") == "area_unknown");
    CHECK(codes.at("values.reason") == "option_unknown");
    CHECK(codes.at("values.wants_work") == "json_type");
    CHECK(codes.at("values.phone") == "phone_length");
    CHECK(codes.at("values.able_to_work") == "field_missing");
    CHECK(codes.at("values.surprise") == "field_unknown");
    for (const auto& [field, code] : codes) CHECK_MESSAGE(published().find_refusal(code), code);
}

TEST_CASE("an empty form names every field that is wanted") {
    const auto codes = codes_of(check("unemployment_registration", {}).error());
    CHECK(codes.size() == 6);
    for (const auto& [field, code] : codes) CHECK(code == "field_missing");
}

TEST_CASE("blank, null and empty count as not filled in") {
    for (const json::Value& nothing : {json::Value(""), json::Value("  "), json::Value("　"), json::Value(nullptr), json::Value(json::Array())}) {
        auto values = form();
        values["phone"] = nothing;
        CHECK(codes_of(check("unemployment_registration", values).error()).at("values.phone") == "field_missing");
        values = form();
        values["last_employer"] = nothing;
        const auto checked = check("unemployment_registration", values);
        REQUIRE(checked);
        CHECK_FALSE(checked->contains("last_employer"));
    }
}

TEST_CASE("a field that is not shown is neither wanted nor kept, shown it is wanted") {
    auto values = hire();
    values["contract_until"] = "2029-11-19";
    auto checked = check("employment_registration", values);
    REQUIRE(checked);
    CHECK_FALSE(checked->contains("contract_until"));
    values["contract_kind"] = "fixed_term";
    CHECK(check("employment_registration", values)->at("contract_until") == "2029-11-19");
    values.erase("contract_until");
    CHECK(check("employment_registration", values).error().field == "values.contract_until");
    checked = check("needs_opening", {{"wants_employment", false}, {"employment_note", "x"}, {"wants_training", true}, {"training_note", "电工"}});
    REQUIRE(checked);
    CHECK_FALSE(checked->contains("employment_note"));
    CHECK(checked->at("training_note") == "电工");
}

TEST_CASE("document numbers are checked by their kind") {
    auto values = hire();
    CHECK(check("employment_registration", values)->at("document_number") == "11010519491231002X");
    values["document_number"] = "110105194912310021";
    CHECK(check("employment_registration", values).error().code == "document_check_digit");
    values["document_number"] = "110105491231002";
    CHECK(check("employment_registration", values).error().code == "document_15_digits");
    values["document_type"] = "hm_travel_permit";
    values["document_number"] = "h12345678";
    CHECK(check("employment_registration", values)->at("document_number") == "H12345678");
    values["document_type"] = "passport";
    const auto codes = codes_of(check("employment_registration", values).error());
    CHECK(codes.size() == 1);
    CHECK(codes.at("values.document_type") == "option_unknown");
}

TEST_CASE("names of one character, with a dot and beyond the basic plane are taken") {
    auto values = hire();
    for (const char* name : {"𠮷", "阿卜杜拉·买买提", "Ann O'Neil", "王"}) {
        values["worker_name"] = name;
        CHECK_MESSAGE(check("employment_registration", values), name);
    }
    values["worker_name"] = "王2";
    CHECK(check("employment_registration", values).error().code == "name_digit");
}

TEST_CASE("texts are bounded in characters, and control characters are refused") {
    const auto ask = [](std::string question) { return check("policy_advice", {{"topic", "other"}, {"question", question}}); };
    std::string exact, hostile;
    for (int i = 0; i < 1000; ++i) exact += "𠮷";
    for (int i = 0; i < 100'000; ++i) hostile += "𠮷";
    CHECK(ask(exact));
    CHECK(ask(exact + "字").error().code == "text_too_long");
    CHECK(ask(hostile).error().code == "text_too_long");
    CHECK(ask(std::string("问\x01题")).error().code == "text_control");
    CHECK(ask("第一行\n第二行 𠮷"));
}

TEST_CASE("whatever is sent, a form answers; what it accepts it accepts again unchanged") {
    std::mt19937 random(20261123);
    const auto any = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
    const json::Array pool = {nullptr, true, false, 0, -1, 3.5, INT64_MAX, "", " ", "x", "2026-11-20", "２０２６-11-20", "2026-02-30", "370102", "371202", "13800000001",
                                           "11010519491231002X", "resident_id", "hm_travel_permit", "fixed_term", "open_ended", "agreed", "王芳", "𠮷", "a\nb", std::string(5000, 'y'),
                                           json::Array{}, json::Array{"x"}, json::Object{{"a", 1}}};
    int accepted = 0;
    for (const Item* i : published().list_items(today)) {
        for (int n = 0; n < 2000; ++n) {
            json::Object values;
            for (const Field& f : i->fields) {
                if (any(8) == 0) continue;
                values[f.name] = f.options.empty() || any(4) == 0 ? pool[any(pool.size())] : json::Value(f.options[any(f.options.size())].value);
            }
            if (any(50) == 0) values["surprise"] = pool[any(pool.size())];
            const auto once = published().check_values(*i, values, facts_of_province(), today);
            if (!once) {
                CHECK_FALSE(once.error().code.empty());
                continue;
            }
            ++accepted;
            const auto twice = published().check_values(*i, *once, facts_of_province(), today);
            REQUIRE(twice);
            CHECK(*twice == *once);
        }
    }
    CHECK(accepted > 100);
}
