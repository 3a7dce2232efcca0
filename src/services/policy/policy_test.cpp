#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <thread>

#include "engine/table/document.hpp"
#include "records/catalog/current.hpp"
#include "records/catalog/determination.hpp"
#include "records/catalog/published.hpp"
#include "records/party/test/place.hpp"
#include "services/policy/decide.hpp"
#include "services/policy/publisher.hpp"

using namespace leye;
using namespace leye::policy;
using party::test::Place;

namespace {

const std::string advice = "policy_advice";
const std::vector<std::string_view> effects = {"none",     "open_unemployment", "end_unemployment", "open_flexible", "end_flexible", "open_employment",
                                               "end_employment", "record_needs"};

party::Actor officer(const std::string& name, std::set<std::string> duties = {"policy"}) {
    party::Actor out = party::test::officer("370000", std::move(duties));
    out.staff = party::StaffId::make(party::test::first_day());
    out.name = name;
    return out;
}

/// One place with a catalogue of its own, two officers of the duty and a third.
struct Desk {
    Place& place;
    catalog::Current current{[] {
        std::vector<std::string> faults;
        return catalog::Catalog::load(LEYE_SOURCE_DIR "/catalog", party::test::reference_data(), effects, faults);
    }()};
    Publisher publisher{*place.db, current};
    party::Actor gao = officer("高琳·省中心"), song = officer("宋颖·省中心"), li = officer("李雷·省中心");

    Date today() const { return place.clock.now().date(); }
    template <class F>
    auto act(const party::Actor& who, F work) {
        place.clock.advance_ms(1000);
        return place.act(who, work);
    }
    Draft opened(const std::string& item = advice) {
        auto out = act(gao, [&](party::Context& at) { return open_draft(at, *current, item); });
        REQUIRE_MESSAGE(out, out.error().code);
        return *out;
    }
    Draft stored(DraftId id) { return *place.read([&](store::Connection& c) { return find_draft(c, id); }); }
    Result<Draft> save(const party::Actor& who, const Draft& draft, const table::TableSheet& sheet, const std::vector<RuleWhy>& whys = {}) {
        return act(who, [&](party::Context& at) { return save_draft(at, draft.id, draft.revision, sheet, draft.examples(), whys); });
    }
    Result<Draft> submit(const party::Actor& who, DraftId id, Date from) {
        const auto checked = check_draft(*current, stored(id), place.clock.now());
        return act(who, [&](party::Context& at) { return submit_draft(at, checked, from, "按新规定放宽"); });
    }
    Result<Version> approve(const party::Actor& who, DraftId id) {
        const auto checked = check_draft(*current, stored(id), place.clock.now());
        return act(who, [&](party::Context& at) { return approve_draft(at, checked); });
    }
    /// The question must have so many characters; with the reason.
    Draft edited(int characters, const std::string& why = "问题太短答不了") {
        const Draft draft = opened();
        auto sheet = draft.sheet();
        sheet.rules[0].cells[0] = "< " + std::to_string(characters);
        const auto saved = save(gao, draft, sheet, {{sheet.rules[0].id, why}});
        REQUIRE_MESSAGE(saved, saved.error().code);
        return *saved;
    }
    Version published(int characters = 4) {
        const Draft draft = edited(characters);
        const auto handed = submit(gao, draft.id, earliest_day(party::test::reference_data(), today()));
        REQUIRE_MESSAGE(handed, handed.error().code);
        const auto done = approve(song, draft.id);
        REQUIRE_MESSAGE(done, done.error().code);
        publisher.refresh();
        return *done;
    }
    std::string reason_on(Date day, const std::string& question) {
        const auto* item = current->find_item(advice, day);
        return current->decide(*item, {{"question", question}}, Instant::start_of(day))->reason;
    }
};

void everywhere(const std::function<void(Desk&)>& test) {
    static const std::vector<std::span<const store::Migration>> modules{journal::schema(), party::schema(), policy::schema()};
    party::test::everywhere(modules, [&](Place& place) {
        CAPTURE(place.name);
        Desk desk{place};
        test(desk);
    });
}

std::string code(const auto& result) { return result ? std::string("done") : result.error().code; }

}  // namespace

TEST_CASE("a table is drafted, approved by a second person and decides from its first day on (row 16.2)") {
    everywhere([](Desk& d) {
        const Version v = d.published();
        CHECK(v.version == 2);
        CHECK(v.base_version == 1);
        CHECK(v.from == *Date::parse("2026-11-24"));
        CHECK(v.drafted_by == "高琳·省中心");
        CHECK(v.approved.name == "宋颖·省中心");
        CHECK(d.reason_on(v.from - 1, "怎么办理") == "question_short");
        CHECK(d.reason_on(v.from, "怎么办理") == "waits_for_adviser");
        CHECK(d.current->get_item(advice, 1).until == v.from);
        CHECK(d.place.read([&](store::Connection& c) { return find_draft(c, v.draft); })->state == DraftState::published);
        for (const char* act : {"policy_draft_opened", "policy_draft_saved", "policy_draft_submitted", "policy_published"})
            CHECK_MESSAGE(d.place.count(std::string("select count(*) from journal_entry where act = '") + act + "'") == 1, act);
    });
}

TEST_CASE("the table of a determination is drafted, approved and in force on its day like an item's (rows 15.3, 16.2)") {
    everywhere([](Desk& d) {
        const Draft draft = d.opened("hardship_ground");
        auto sheet = draft.sheet();
        const auto young = std::ranges::find_if(sheet.rules, [](const auto& rule) { return std::ranges::find(rule.cells, "< 16") != rule.cells.end(); });
        REQUIRE(young != sheet.rules.end());
        *std::ranges::find(young->cells, "< 16") = "< 18";
        REQUIRE(d.save(d.gao, draft, sheet, {{young->id, "未成年人由学校和民政帮扶"}}));
        const auto checked = check_draft(*d.current, d.stored(draft.id), d.place.clock.now());
        CHECK(checked.check.is_publishable());
        REQUIRE(checked.check.difference);
        CHECK_FALSE(checked.check.difference->changes.empty());
        REQUIRE(d.submit(d.gao, draft.id, earliest_day(party::test::reference_data(), d.today())));
        CHECK(code(d.approve(d.gao, draft.id)) == "policy_own_act");
        const auto version = d.approve(d.song, draft.id);
        REQUIRE_MESSAGE(version, version.error().code);
        d.publisher.refresh();
        CHECK(d.current->find_determination("hardship_ground", version->from - 1)->version == 1);
        CHECK(d.current->find_determination("hardship_ground", version->from)->version == 2);
        CHECK(d.current->list_determinations(version->from).size() == d.current->list_determinations(d.today()).size());
        // A field is nothing that a determination's rules may use.
        auto wrong = sheet;
        wrong.rules[0].outputs[1] = "\"no_such_reason\"";
        const auto& base = *d.current->find_ruled("hardship_ground", 1);
        const auto refused = check_table(*d.current, base, wrong, draft.examples(), d.place.clock.now());
        REQUIRE_FALSE(refused.faults.empty());
        CHECK(refused.faults[0].sentence.zh == "认定没有供规则使用的理由 no_such_reason");
    });
}

TEST_CASE("nobody approves what they changed or submitted themselves") {
    everywhere([](Desk& d) {
        const Draft draft = d.edited(4);
        const Date day = earliest_day(party::test::reference_data(), d.today());
        // The second officer changes a row too; so only a third one may approve.
        auto sheet = draft.sheet();
        sheet.rules[0].cells[0] = "< 3";
        REQUIRE(d.save(d.song, draft, sheet, {{sheet.rules[0].id, "再放宽一点"}}));
        REQUIRE(d.submit(d.gao, draft.id, day));
        CHECK(code(d.approve(d.gao, draft.id)) == "policy_own_act");
        CHECK(code(d.approve(d.song, draft.id)) == "policy_own_act");
        CHECK(code(d.approve(officer("王五", {"window"}), draft.id)) == "duty_missing");
        CHECK(d.place.count("select count(*) from policy_version") == 0);
        CHECK(code(d.approve(d.li, draft.id)) == "done");
        CHECK(code(d.approve(d.li, draft.id)) == "policy_draft_state");
    });
}

TEST_CASE("of two who save the same revision one wins, the other is told who, and nothing is overwritten") {
    everywhere([](Desk& d) {
        const Draft draft = d.opened();
        auto mine = draft.sheet(), theirs = draft.sheet();
        mine.rules[0].cells[0] = "< 6", theirs.rules[0].cells[0] = "< 7";
        REQUIRE(d.save(d.gao, draft, mine));
        const auto late = d.save(d.song, draft, theirs);
        REQUIRE_FALSE(late);
        CHECK(late.error().code == "policy_draft_changed");
        CHECK(late.error().details.at("by") == "高琳·省中心");
        CHECK(d.stored(draft.id).sheet().rules[0].cells[0] == "< 6");
        CHECK(code(d.act(d.song, [&](party::Context& at) { return open_draft(at, *d.current, advice); })) == "policy_draft_open");
    });
}

TEST_CASE("each change tells who changed which cell from what to what, and a change after its reason needs another one") {
    everywhere([](Desk& d) {
        const Draft draft = d.edited(4, "问题太短答不了");
        auto changes = d.place.read([&](store::Connection& c) { return list_changes(c, draft.id); });
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].rule_id == "rule_1");
        CHECK(changes[0].column == "column_1");
        CHECK(changes[0].from == "< 5");
        CHECK(changes[0].to == "< 4");
        CHECK(changes[0].by == "高琳·省中心");
        CHECK(changes[0].why == "问题太短答不了");
        auto sheet = draft.sheet();
        sheet.rules[0].cells[0] = "< 3";
        const auto again = d.save(d.song, draft, sheet);
        REQUIRE(again);
        const Date day = earliest_day(party::test::reference_data(), d.today());
        const auto refused = d.submit(d.gao, draft.id, day);
        CHECK(code(refused) == "policy_why_missing");
        CHECK(refused.error().field == "rule_1");
        REQUIRE(d.save(d.song, *again, sheet, {{"rule_1", "会上定的"}}));
        CHECK(code(d.submit(d.gao, draft.id, day)) == "done");
        changes = d.place.read([&](store::Connection& c) { return list_changes(c, draft.id); });
        CHECK(changes.size() == 2);
        CHECK(changes[1].why == "会上定的");
        CHECK(changes[0].why == "问题太短答不了");
    });
}

TEST_CASE("rules that came, went or moved are told as such, and those between them are not") {
    using What = Change::What;
    table::TableSheet before;
    before.inputs = {{"c1", "字数", "n", "number", ""}};
    before.outputs = {{"o1", "reason", "", "string", "", ""}};
    for (const char* id : {"a", "b", "c", "d"}) before.rules.push_back({id, {"-"}, {id}, {}});
    auto after = before;
    after.rules.erase(after.rules.begin() + 1);                      // b went
    std::rotate(after.rules.begin(), after.rules.begin() + 2, after.rules.end());  // d a c
    after.rules.push_back({"e", {"> 1"}, {"e"}, {}});
    after.hit_policy = "FIRST";
    const auto changes = changes_between(before, after);
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].what == What::table);
    CHECK(changes[0].to == "FIRST");
    CHECK(changes[1].what == What::added);
    CHECK(changes[1].to == "> 1 | e");
    CHECK(changes[2].what == What::removed);
    CHECK(changes[2].rule_id == "b");
    CHECK(changes[3].what == What::moved);
    CHECK(changes[3].rule_id == "d");
    CHECK(changes[3].from == "4");
    CHECK(changes[3].to == "1");
    CHECK(changes_between(after, after).empty());
    auto wider = before;
    wider.inputs.push_back({"c2", "年龄", "age", "number", ""});
    for (auto& r : wider.rules) r.cells.push_back("-");
    wider.rules[2].cells[1] = "< 16";
    const auto columns = changes_between(before, wider);
    REQUIRE(columns.size() == 2);
    CHECK(columns[0].column == "c2");
    CHECK(columns[1].rule_id == "c");
    CHECK(columns[1].from == "-");
}

TEST_CASE("a table that leaves cases out, holds a dead rule or a cell that cannot be read is not submitted, and says which") {
    everywhere([](Desk& d) {
        const Draft draft = d.opened();
        const Date day = earliest_day(party::test::reference_data(), d.today());
        auto sheet = draft.sheet();
        sheet.rules[1].cells[0] = ">= 10";
        auto saved = d.save(d.gao, draft, sheet, {{"rule_1", "试一试"}, {"rule_2", "试一试"}});
        REQUIRE(saved);
        auto refused = d.submit(d.gao, draft.id, day);
        REQUIRE(code(refused) == "policy_incomplete");
        CHECK(refused.error().details.at("box").find("问题字数") != std::string::npos);
        CHECK(refused.error().details.at("witness").find("string length(question) = ") != std::string::npos);

        sheet.rules[1].cells[0] = "-";
        sheet.rules.insert(sheet.rules.begin() + 1, {"new", {"< 3"}, sheet.rules[0].outputs, sheet.rules[0].notes});
        saved = d.save(d.gao, *saved, sheet, {{"new", "多一条"}});
        REQUIRE(saved);
        refused = d.submit(d.gao, draft.id, day);
        REQUIRE(code(refused) == "policy_rule_dead");
        CHECK(refused.error().details.at("rule") == "2");

        sheet = saved->sheet();
        sheet.rules.erase(sheet.rules.begin() + 1);
        sheet.rules[0].cells[0] = "< (5";
        saved = d.save(d.gao, *saved, sheet);
        REQUIRE_MESSAGE(saved, "what was typed is kept, whatever it says");
        refused = d.submit(d.gao, draft.id, day);
        REQUIRE(code(refused) == "policy_table_fault");
        CHECK(refused.error().field == "rule_1.column_1");
        CHECK(d.place.count("select count(*) from policy_draft where state = 'editing'") == 1);

        sheet.rules[0].cells[0] = "< 8";
        saved = d.save(d.gao, *saved, sheet, {{"rule_1", "试一试"}});
        REQUIRE(saved);
        refused = d.submit(d.gao, draft.id, day);
        REQUIRE(code(refused) == "policy_case_failed");
        CHECK(refused.error().details.at("zh").find("「刚好5个字」应得出 review waits_for_adviser") != std::string::npos);
        sheet.rules[0].cells[0] = "< 5";
        saved = d.save(d.gao, *saved, sheet, {{"rule_1", "改回去了"}});
        REQUIRE(saved);
        CHECK(code(d.submit(d.gao, draft.id, day)) == "policy_nothing_changed");
    });
}

TEST_CASE("the first day is the next working day at the earliest, at submission and again at approval") {
    everywhere([](Desk& d) {
        d.place.clock.set(*Instant::parse("2026-11-27T02:00:00Z"));  // a Friday
        const Draft draft = d.edited(4);
        const Date monday = *Date::parse("2026-11-30");
        for (const Date early : {d.today() - 1, d.today(), d.today() + 1, monday - 1}) {
            const auto refused = d.submit(d.gao, draft.id, early);
            REQUIRE(code(refused) == "policy_from_early");
            CHECK(refused.error().details.at("earliest") == monday.text());
        }
        REQUIRE(d.submit(d.gao, draft.id, monday));
        d.place.clock.set(*Instant::parse("2026-11-30T02:00:00Z"));
        CHECK(code(d.approve(d.song, draft.id)) == "policy_from_early");
        REQUIRE(d.act(d.song, [&](party::Context& at) { return return_draft(at, draft.id, "日期已过，请改"); }));
        REQUIRE(d.submit(d.gao, draft.id, monday + 1));
        CHECK(code(d.approve(d.song, draft.id)) == "done");
    });
}

TEST_CASE("a version is taken back before its first day by two people, and its number is not used again") {
    everywhere([](Desk& d) {
        const Version v = d.published();
        const auto ask = [&](const party::Actor& who) { return d.act(who, [&](party::Context& at) { return ask_withdrawal(at, advice, 2, "发现有误"); }); };
        const auto confirm = [&](const party::Actor& who) { return d.act(who, [&](party::Context& at) { return confirm_withdrawal(at, advice, 2); }); };
        CHECK(code(confirm(d.song)) == "policy_withdrawal_not_asked");
        REQUIRE(ask(d.gao));
        CHECK(code(ask(d.song)) == "policy_withdrawal_asked");
        CHECK(code(confirm(d.gao)) == "policy_own_act");
        d.publisher.refresh();
        CHECK(d.current->find_item(advice, v.from)->version == 2);
        REQUIRE(confirm(d.song));
        d.publisher.refresh();
        CHECK(d.current->find_item(advice, v.from)->version == 1);
        CHECK(code(confirm(d.song)) == "policy_version_withdrawn");
        CHECK(d.published().version == 3);
        CHECK(d.current->get_item(advice, 2).version == 2);
        const auto all = d.place.read([](store::Connection& c) { return list_versions(c, advice); });
        REQUIRE(all.size() == 2);
        CHECK(all[1].is_withdrawn());
        CHECK(all[1].withdrawal->asked.name == "高琳·省中心");
        CHECK(all[1].withdrawal->confirmed_by == "宋颖·省中心");
        d.place.clock.advance_days(1);
        CHECK(code(d.act(d.gao, [&](party::Context& at) { return ask_withdrawal(at, advice, 3, "发现有误"); })) == "policy_version_in_force");
    });
}

TEST_CASE("a draft whose base is no longer the newest version is not published over the newer one") {
    everywhere([](Desk& d) {
        const Draft first = d.edited(4);
        const auto checked = check_draft(*d.current, d.stored(first.id), d.place.clock.now());
        CHECK(checked.base_is_newest);
        REQUIRE(d.act(d.gao, [&](party::Context& at) { return withdraw_draft(at, first.id, "重新起草"); }));
        d.published();
        const Draft second = d.edited(5);
        CHECK(second.base_version == 2);
        REQUIRE(d.act(d.gao, [&](party::Context& at) { return ask_withdrawal(at, advice, 2, "发现有误"); }));
        REQUIRE(d.act(d.song, [&](party::Context& at) { return confirm_withdrawal(at, advice, 2); }));
        d.publisher.refresh();
        CHECK(code(d.submit(d.gao, second.id, d.today() + 7)) == "policy_base_changed");
    });
}

TEST_CASE("another server that meets an unknown version fetches it, and a damaged one keeps what it had") {
    everywhere([](Desk& d) {
        catalog::Current other{[] {
            std::vector<std::string> faults;
            return catalog::Catalog::load(LEYE_SOURCE_DIR "/catalog", party::test::reference_data(), effects, faults);
        }()};
        Publisher there(*d.place.db, other);
        other.on_unknown([&] { there.refresh(); });
        const Version v = d.published();
        CHECK(other->find_item(advice, v.from)->version == 1);
        CHECK(other.get_item(advice, 2).from == v.from);
        CHECK(other->find_item(advice, v.from)->version == 2);
        const auto* before = &*other;
        there.refresh();
        CHECK(&*other == before);
        d.place.act([&](party::Context& at) { at.tx.execute("update policy_version set withdrawn_at = 1, dmn = ?", "<broken"); });
        CHECK_THROWS_AS(there.refresh(), Fault);
        CHECK(&*other == before);
    });
}

TEST_CASE("of officers who begin a draft at the same instant one has it, the others are told who") {
    everywhere([](Desk& d) {
        std::vector<std::string> codes(8);
        std::vector<std::thread> threads;
        for (size_t t = 0; t < codes.size(); ++t)
            threads.emplace_back([&, t] {
                const auto opened = d.place.act(t % 2 ? d.gao : d.song, [&](party::Context& at) { return open_draft(at, *d.current, advice); });
                codes[t] = opened ? "done" : opened.error().code + " " + opened.error().details.at("by");
            });
        for (auto& thread : threads) thread.join();
        CHECK(std::ranges::count(codes, "done") == 1);
        const std::string told = "policy_draft_open " + d.place.read([&](store::Connection& c) { return find_open_draft(c, advice); })->created.name;
        CHECK(std::ranges::count(codes, told) == 7);
        CHECK(d.place.count("select count(*) from journal_entry") == 1);
    });
}

TEST_CASE("a table whose cells or examples never come to an end is checked in bounded time and not published") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    Desk d{place};
    const catalog::Item& base = d.current->get_item(advice, 1);
    const auto& rules = d.current->get_rules(base);
    std::vector<std::string> faults;
    const auto examples = catalog::read_examples(rules.cases, rules.cases_file, faults);
    const auto check = [&](const std::string& cell, const catalog::Examples& tried) {
        auto sheet = sheet_of(rules.dmn, base.decision);
        sheet.rules[0].cells[0] = cell;
        const feel::Allowance all(1'000'000'000);
        auto out = check_table(*d.current, base, sheet, tried, place.clock.now());
        CHECK(all.spent() <= 8'000'001);
        CHECK_FALSE(out.is_publishable());
        return out;
    };
    const auto says = [](const Check& c, std::string_view zh, std::string_view en) {
        return std::ranges::any_of(c.failed, [&](const auto& f) { return f.sentence.zh.find(zh) != std::string::npos && f.sentence.en.find(en) != std::string::npos; });
    };
    auto many = examples;
    while (many.cases.size() < 2000) many.cases.push_back(examples.cases[many.cases.size() % examples.cases.size()]);
    // It asks for the input, so that every example works it out again.
    const auto slow = check("count(for i in 1..1000000 return i + ?) > 5", many);
    CHECK(says(slow, "算得太久", "takes too long"));
    CHECK(says(slow, "个例子没有试", "were not tried"));
    CHECK(slow.ran < 2000);
    // A constant, worked out for the proof.
    CHECK(says(check("< count(for i in 1..1000000, j in 1..1000 return i)", many), "算得太久", "takes too long"));
    // Two equal values of many million parts are compared part by part.
    std::string pairs = "[?]";
    for (int i = 0; i < 25; ++i) pairs = "(function(l) [l, l])(" + pairs + ")";
    CHECK(says(check("(function(p) count(for i in 1..100000 return p = p))(" + pairs + ") > 5", examples), "算得太久", "takes too long"));

    many.cases.push_back(many.cases[0]);
    CHECK(check("< 5", many).faults.at(0).sentence.en.find("at most 2000") != std::string::npos);
    auto wide = examples;
    wide.usual["question"] = std::string(20'000, 'x');
    CHECK(check("< 5", wide).faults.at(0).sentence.zh.find("20000") != std::string::npos);
}

TEST_CASE("a published table that takes too long for one case answers nobody wrongly") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    Desk d{place};
    const catalog::Item& base = d.current->get_item(advice, 1);
    const auto& rules = d.current->get_rules(base);
    auto sheet = sheet_of(rules.dmn, base.decision);
    sheet.rules[0].cells[0] = "count(for i in 1..?, j in 1..? return i) < 5";
    auto document = table::TableDocument::load(rules.dmn);
    REQUIRE(document->apply(*document->find(base.decision), sheet));
    std::vector<catalog::TableFault> faults;
    const auto read = catalog::read_rules(base, document->text(), rules.cases, faults);
    REQUIRE(faults.empty());
    const auto asked = [&](size_t length) { return catalog::decide_by(base, *read, {{"question", std::string(length, 'x')}}, place.clock.now()); };
    CHECK(asked(2)->reason == "question_short");
    CHECK(asked(20)->reason == "waits_for_adviser");
    CHECK(asked(5000).error().code == "table_costly");
}

TEST_CASE("ten thousand cells are checked in well under a second") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    Desk d{place};
    const catalog::Item& base = d.current->get_item("unemployment_registration", 1);
    auto sheet = sheet_of(d.current->get_rules(base).dmn, base.decision);
    const auto last = sheet.rules.back();
    sheet.rules.pop_back();
    for (int i = 0; sheet.rules.size() * sheet.inputs.size() < 10'000; ++i) {
        auto rule = sheet.rules[2];
        rule.id = "many_" + std::to_string(i);
        for (auto& cell : rule.cells) cell = "-";
        rule.cells[1] = std::to_string(1000 + i);
        sheet.rules.push_back(rule);
    }
    sheet.rules.push_back(last);
    const auto check = check_table(*d.current, base, sheet, {}, place.clock.now());
    CHECK(check.proof);
    CHECK(check.proof->verdict == table::Verdict::complete_by_fallback);
    for (const auto& f : check.faults) FAIL_CHECK(f.sentence.en);
}
