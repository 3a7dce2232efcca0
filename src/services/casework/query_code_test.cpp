#include "services/casework/query_code_store.hpp"

#include "services/casework/advice_store.hpp"
#include "services/casework/queue_store.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

Draft question(json::Object more = {}) {
    Draft out{.item = "policy_advice", .values = {{"topic", "startup"}, {"question", "创业担保贷款最多能贷多少？"}}, .channel = "web"};
    for (const auto& [key, value] : more) out.values[key] = value;
    return out;
}

Result<Submitted> ask(World& w, const Draft& draft, const party::Actor& actor = {}) {
    return w.place.act(actor, [&](party::Context& at) { return casework::submit(at, w.office, draft); });
}

bool opens(World& w, const Case& c, std::string_view code) {
    return w.place.read([&](store::Connection& x) { return is_query_code(x, test_seal(), c.origin, code); });
}

/// Who gave number and query code.
party::Actor holder(const std::string& number) { return {.channel = "web", .case_number = number}; }

Order answer(bool publish) { return {.act = Act::answer, .values = {{"answer", "个人最高三十万元。"}, {"topic", "创业"}, {"publish", publish}}}; }

}  // namespace

TEST_CASE("anybody asks: one case with its clock and its journal, an answer, and a message to the phone that was left (row A1)") {
    everywhere([](World& w) {
        const auto adviser = w.officer("zhouzhou", {"adviser"});
        const auto c = ask(w, question({{"phone", "13853110009"}, {"area", "370102"}, {"publish_ok", true}}));
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->state == State::accepted);
        CHECK_FALSE(c->origin.person);
        CHECK(c->origin.area == "370102");
        CHECK(c->due_on.text() == "2026-11-25");
        CHECK(w.letters.sent.empty());  // nobody proved that the phone is theirs
        CHECK(w.place.count("select count(*) from journal_entry where act = 'case_submit' and actor = 'nobody'") == 1);
        CHECK(w.place.read([](store::Connection& x) { return count_open(x, {.item = "policy_advice"}); }) == 1);

        const auto done = w.act(adviser, c->origin.number, c->version(), answer(true));
        REQUIRE_MESSAGE(done, done.error().code);
        CHECK(done->state == State::settled);
        REQUIRE(w.letters.sent.size() == 1);
        CHECK(w.letters.sent[0].first == "13853110009");
        CHECK(w.letters.sent[0].second.find(c->origin.number) != std::string::npos);
        CHECK(w.place.read([](store::Connection& x) { return list_published_advice(x, "担保贷款", std::nullopt, 10).size(); }) == 1);
    });
}

TEST_CASE("a question without a phone is answered without a message, and stays unpublished where that was not agreed (row A1)") {
    everywhere([](World& w) {
        const auto adviser = w.officer("zhouzhou", {"adviser"});
        const auto c = ask(w, question());
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->origin.area == "370000");
        REQUIRE(w.act(adviser, c->origin.number, c->version(), answer(true)));
        CHECK(w.letters.sent.empty());
        CHECK(w.place.read([](store::Connection& x) { return list_published_advice(x, "", std::nullopt, 10).size(); }) == 0);
    });
}

TEST_CASE("a query code opens its own case however it is written, and is itself kept nowhere") {
    everywhere([](World& w) {
        const auto one = ask(w, question()), other = ask(w, question());
        REQUIRE(one);
        REQUIRE(other);
        const std::string& code = one->query_code;
        REQUIRE(code.size() == 9);
        CHECK(code != other->query_code);
        std::string loose = code;
        loose[4] = ' ';
        for (char& letter : loose)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
        CHECK(opens(w, *one, code));
        CHECK(opens(w, *one, loose));
        CHECK_FALSE(opens(w, *one, other->query_code));
        CHECK_FALSE(opens(w, *other, code));
        CHECK_FALSE(opens(w, *one, ""));
        const auto stored = w.place.read([](store::Connection& x) {
            auto rows = x.query("select code_index from query_code");
            std::string out;
            while (rows.next()) out += rows.get<store::Blob>(0).bytes;
            return out;
        });
        CHECK(stored.size() == 32);
        CHECK(stored.find(code.substr(0, 4)) == std::string::npos);
    });
}

TEST_CASE("a person's own case has no query code") {
    everywhere([](World& w) {
        const auto c = ask(w, question(), w.person("李晓梅", citizen("19910520", 2)));
        REQUIRE_MESSAGE(c, c.error().code);
        CHECK(c->query_code.empty());
        CHECK(w.place.count("select count(*) from query_code") == 0);
        CHECK_FALSE(opens(w, *c, ""));
        CHECK(w.letters.sent.size() == 1);
    });
}

TEST_CASE("who has number and query code may withdraw the open question and rate the answer, and touches no other case (row 23.1)") {
    everywhere([](World& w) {
        const auto adviser = w.officer("zhouzhou", {"adviser"});
        const auto one = ask(w, question()), other = ask(w, question());
        REQUIRE(one);
        REQUIRE(other);
        const std::string &first = one->origin.number, &second = other->origin.number;
        CHECK(w.act({}, first, one->version(), {.act = Act::withdraw}).error().code == "case_unknown");
        CHECK(w.act(holder(second), first, one->version(), {.act = Act::withdraw}).error().code == "case_unknown");
        CHECK(w.act(holder(first), first, one->version(), answer(true)).error().code == "act_not_yours");
        const auto withdrawn = w.act(holder(first), first, one->version(), {.act = Act::withdraw});
        REQUIRE_MESSAGE(withdrawn, withdrawn.error().code);
        CHECK(withdrawn->state == State::withdrawn);
        const auto done = w.act(adviser, second, other->version(), answer(false));
        REQUIRE(done);
        const auto rated = w.act(holder(second), second, done->version(), {.act = Act::evaluate, .grade = 4});
        REQUIRE_MESSAGE(rated, rated.error().code);
        CHECK(rated->evaluation->grade == 4);
        CHECK(w.place.count("select count(*) from evaluation where agency = '历下区公共就业服务中心'") == 1);
    });
}

TEST_CASE("without a file nothing is handed in that is not for anybody, and nothing for somebody else") {
    everywhere([](World& w) {
        const auto li = w.person("李晓梅", citizen("19910520", 2));
        const auto code_of = [&](const Draft& draft, const party::Actor& actor = {}) { return ask(w, draft, actor).error().code; };
        CHECK(code_of(lost_work("2026-11-20")) == "sign_in_needed");
        Draft for_li = question();
        for_li.person = li.person;
        CHECK(code_of(for_li) == "sign_in_needed");
        Draft empty = question();
        empty.values.erase("question");
        CHECK(code_of(empty) == "field_missing");
        CHECK(code_of(question({{"question", std::string(10'000, 'x')}})) == "text_too_long");
        CHECK(code_of(question({{"phone", "12345"}})).starts_with("phone_"));
        CHECK(code_of(question({{"question", "你好"}})) == "decision_correct");
        // At a window or on the telephone an officer writes the question down; it takes the duty of a window.
        CHECK(code_of(question(), w.officer("zhouzhou", {"adviser"})) == "duty_missing");
        Draft by_telephone = question();
        by_telephone.channel = "hotline";
        const auto told = ask(w, by_telephone, w.officer("zhou", {"window"}));
        REQUIRE_MESSAGE(told, told.error().code);
        CHECK(told->query_code.size() == 9);
        CHECK(w.place.count("select count(*) from case_file") == 1);
    });
}
