#include "services/casework/retry.hpp"

#include <algorithm>

#include "records/catalog/rules.hpp"
#include "services/casework/test/world.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::test;

namespace {

const catalog::Item& item(World& w) { return *catalogue()->find_item("unemployment_registration", w.place.clock.now().date()); }

/// The item's table with one text in the place of another.
std::string table_with(World& w, const std::string& is, const std::string& becomes) {
    std::string out = catalogue()->get_rules(item(w)).dmn;
    const auto at = out.find(is);
    REQUIRE(at != std::string::npos);
    return out.replace(at, is.size(), becomes);
}

Result<Retried> retry(World& w, const std::string& dmn, const std::function<bool(int64_t, int64_t)>& go_on = [](int64_t, int64_t) { return true; }) {
    const auto rules = rules_to_retry(*catalogue(), item(w), dmn);
    if (!rules) return tl::unexpected(rules.error());
    return retry_cases(*w.place.db, *catalogue(), item(w), **rules, w.place.clock.now(), go_on);
}

Case submitted(World& w, const party::Actor& actor, const Draft& draft, const char* reason) {
    const auto out = w.submit(actor, draft);
    REQUIRE_MESSAGE(out, out.error().code);
    REQUIRE(out->reason().at("reason") == reason);
    return *out;
}

/// Four cases: settled on record, handed in again, settled on a commitment, and somebody of 17 who never worked. Out: the last.
Case some_cases(World& w) {
    const auto li = w.person("李晓梅", citizen("19910520", 2)), wang = w.person("王建国", citizen("19850310", 1)), young = w.person("季青年", citizen("20090301", 3));
    w.employ(li, "2020-03-01", "2026-11-01");
    submitted(w, li, lost_work("2026-11-05"), "settled_on_record");
    submitted(w, li, lost_work("2026-11-05"), "already_unemployed");
    w.employ(wang, "2024-02-01");
    auto agreed = lost_work("2026-11-20", "dismissed");
    agreed.commitment = true;
    submitted(w, wang, agreed, "settled_on_commitment");
    return submitted(w, young, lost_work("2026-11-10", "never_worked"), "settled_never_worked");
}

}  // namespace

TEST_CASE("a table tried on last year's cases says which would have been decided otherwise, and writes nothing (rows 15.3, 16.2)") {
    everywhere([](World& w) {
        const Case young = some_cases(w);
        const int64_t written = w.place.count("select count(*) from case_action"), told = w.place.count("select count(*) from journal_entry");

        const auto same = retry(w, catalogue()->get_rules(item(w)).dmn);
        REQUIRE_MESSAGE(same, same.error().code);
        CHECK(same->cases() == 4);
        CHECK(same->same == 4);
        CHECK(same->whole);
        CHECK(same->from.text() == "2025-11-23");

        const auto other = retry(w, table_with(w, "&lt; 16", "&lt; 18"));
        REQUIRE_MESSAGE(other, other.error().code);
        CHECK(other->same == 3);
        CHECK(other->unsure == 0);
        REQUIRE(other->others.size() == 1);
        CHECK(other->others[0].number == young.origin.number);
        const RuleAnswer before{"settle", "settled_never_worked"}, after{"refuse", "under_16"};
        CHECK(other->others[0].before == before);
        CHECK(other->others[0].after == after);
        CHECK(other->moves == decltype(other->moves){{{before, after}, 1}});

        CHECK(w.place.count("select count(*) from case_action") == written);
        CHECK(w.place.count("select count(*) from journal_entry") == told);
        w.place.clock.advance_days(367);
        CHECK(retry(w, table_with(w, "&lt; 16", "&lt; 18"))->cases() == 0);
    });
}

TEST_CASE("of cases whose decision was kept without what the draft looks at nothing is said (rows 15.3, 16.2)") {
    everywhere([](World& w) {
        some_cases(w);
        const auto other = retry(w, table_with(w, "<text>draws_pension</text>", "<text>working_age</text>"));
        REQUIRE_MESSAGE(other, other.error().code);
        CHECK(other->unsure == 4);
        CHECK(other->same + other->other == 0);
        CHECK(other->not_kept == std::map<std::string, int64_t>{{"working_age", 4}});

        // Where the table of that time is gone nobody knows whether it looked at what it did not keep.
        const std::string hash = catalogue()->get_rules(item(w)).hash;
        w.place.act([&](party::Context& at) -> Result<void> {
            at.tx.execute("update case_action set body = replace(body, ?, 'gone')", hash);
            return {};
        });
        const auto gone = retry(w, catalogue()->get_rules(item(w)).dmn);
        REQUIRE(gone);
        CHECK(gone->unsure > 0);
        CHECK(gone->not_kept.contains("last_employment_until"));
    });
}

TEST_CASE("trying a table on cases can be ended, and a table with a fault is not tried (rows 15.3, 16.2)") {
    everywhere([](World& w) {
        const Case young = some_cases(w);
        const auto part = retry(w, table_with(w, "&lt; 16", "&lt; 18"), [n = 0](int64_t, int64_t) mutable { return n++ < 1; });
        REQUIRE(part);
        CHECK(part->cases() == 1);
        CHECK_FALSE(part->whole);
        REQUIRE(part->others.size() == 1);  // the newest case is tried first
        CHECK(part->others[0].number == young.origin.number);
        // How far it is grows from nothing to all of the year's cases.
        std::vector<std::pair<int64_t, int64_t>> said;
        REQUIRE(retry(w, catalogue()->get_rules(item(w)).dmn, [&](int64_t behind, int64_t all) { return said.emplace_back(behind, all), true; }));
        CHECK(said.size() == 5);
        CHECK(std::ranges::is_sorted(said));
        CHECK(said.front() == std::pair<int64_t, int64_t>{0, 4});
        CHECK(said.back() == std::pair<int64_t, int64_t>{4, 4});
        const auto broken = retry(w, table_with(w, "&lt; 16", "&lt; ("));
        REQUIRE_FALSE(broken);
        CHECK(broken.error().code == "trial_table");
    });
}
