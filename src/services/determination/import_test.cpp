#include "services/determination/import.hpp"

#include <doctest/doctest.h>

#include "records/fact/undo.hpp"
#include "records/party/test/place.hpp"
#include "services/determination/import_keep.hpp"

using namespace leye;
using namespace leye::determination;
using namespace leye::party::test;

namespace {

const std::span<const store::Migration> modules[] = {journal::schema(), party::schema(), fact::schema()};

const Sources& sources() {
    static const Sources all = [] {
        std::vector<std::string> faults;
        auto out = Sources::load(LEYE_SOURCE_DIR "/catalog", faults);
        for (const auto& each : faults) FAIL_CHECK(each);
        return out;
    }();
    return all;
}

party::PersonId somebody_new(Place& p, int n) {
    return *p.act([&](party::Context& ctx) { return party::register_person(ctx, somebody("张三", citizen("19800101", n))); });
}

Result<Imported> import(Place& p, std::string_view source, std::string_view text, ImportOptions options = {}) {
    p.clock.advance_ms(1000);
    options.actor = party::system_actor(), options.clock = &p.clock;
    return import_file(*p.db, test_seal(), reference_data(), *sources().find(source), {"", text}, options);
}

std::vector<fact::Fact> facts_of(Place& p, party::PersonId who) {
    return p.read([&](store::Connection& c) { return fact::list_facts(c, who, p.clock.now()); });
}

// "2 taken, 3 person_unknown", by line.
std::vector<std::string> lines_of(Place& p, int64_t batch) {
    std::vector<std::string> out;
    each_line(*p.db, batch, [&](const KeptLine& line) { out.push_back(std::to_string(line.line) + " " + std::string(code_of(line.verdict.said))); });
    return out;
}

constexpr std::string_view unit = "91370100MA3C0000XH";
const std::string titles = "社会保障号码,姓名,费款所属期,参保身份,统一社会信用代码,缴费基数（元）\n";
std::string row(int n, std::string_view month, std::string_view as = "职工", std::string_view base = "4500.00") {
    return citizen("19800101", n) + ",张三," + std::string(month) + "," + std::string(as) + "," + std::string(unit) + "," + std::string(base) + "\n";
}

}  // namespace

TEST_CASE("a month of insurance becomes facts, whatever the spelling of its columns and the encoding (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1), b = somebody_new(p, 3);
        const auto done = import(p, "social_insurance", titles + row(1, "202610") + row(3, "2026年10月", "灵活就业", "\"¥3,800\""));
        REQUIRE(done);
        CHECK(done->counts.taken == 2);
        CHECK(done->mapping.columns[1].column == no_column);
        const fact::Fact wanted{fact::Kind::insured_employee, *Date::parse("2026-10-01"), Date::parse("2026-11-01"), 450'000, "", std::string(unit), done->batch};
        CHECK(facts_of(p, a) == std::vector{wanted});
        REQUIRE(facts_of(p, b).size() == 1);
        CHECK(facts_of(p, b)[0].kind == fact::Kind::insured_flexible);
        CHECK(facts_of(p, b)[0].amount == 380'000);
        // GB18030, tabs and other titles: the content is another, what it tells is known.
        const auto again = import(p, "social_insurance", "\xc9\xed\xb7\xdd\xd6\xa4\xba\xc5\t\xbd\xc9\xb7\xd1\xc4\xea\xd4\xc2\t\xb2\xce\xb1\xa3\xc9\xed\xb7\xdd\t\xb5\xa5\xce\xbb\xb1\xe0\xc2\xeb\tBASE\n" +
                                                            citizen("19800101", 1) + "\t2026/10\t\xd6\xb0\xb9\xa4\t" + std::string(unit) + "\t4500\n");
        REQUIRE(again);
        CHECK(again->look.encoding == lines::Encoding::gb18030);
        CHECK(again->counts.known == 1);
        const auto json = import(p, "social_insurance", R"({"document_number":")" + citizen("19800101", 1) + R"(","month":"2026-09","insured_as":"employee","unit":")" + std::string(unit) + R"(","base":4500.5,"more":[1]})" "\n");
        REQUIRE(json);
        CHECK(json->mapping.form == Form::ndjson);
        CHECK(facts_of(p, a).at(0).amount == 450'050);
    });
}

TEST_CASE("each line that cannot be taken says why, and the others are taken (row 18.3)") {
    everywhere(modules, [](Place& p) {
        somebody_new(p, 1);
        const std::string good = citizen("19800101", 1), x = std::string(unit);
        std::string wrong = good;
        wrong[17] = wrong[17] == '1' ? '2' : '1';
        const auto done = import(p, "social_insurance",
                                 titles + row(1, "202610") + row(5, "202610") + row(1, "202613") + row(1, "209901") + row(1, "198001") + row(1, "202610") +
                                     row(1, "202610", "职工", "4600") + "\n" + row(1, "202609", "学生") + row(1, "202609", "职工", "-1") + wrong + ",张三,202609,职工," + x + ",1\n" +
                                     "370102800101123,张三,202609,职工," + x + ",1\n" + good + ",张三,202609,职工,,1\n" + good + ",张三,202609,职工,ABC,1\n" + good + ",张三,202609\n" + ",张三,202609,职工," + x + ",1\n" +
                                     row(1, "202609", "职工", ""));
        REQUIRE(done);
        CHECK(lines_of(p, done->batch) == std::vector<std::string>{"2 taken", "3 person_unknown", "4 fact_day_invalid", "5 fact_day_future", "6 fact_day_early", "7 fact_doubled",
                                                                    "8 fact_contradicted", "10 fact_code_unknown", "11 fact_amount_invalid", "12 document_check_digit",
                                                                    "13 document_15_digits", "14 fact_field_missing", "15 fact_unit_invalid", "16 fact_row_shape", "17 fact_field_missing",
                                                                    "18 taken"});
        CHECK(done->counts.rows == 16);
        CHECK(done->counts.refused == 14);
        // Refused lines are kept sealed, with what they said.
        std::vector<std::string> kept;
        each_refused(*p.db, test_seal(), done->batch, [&](std::string_view, const RefusedLine& line) { return kept.push_back(line.record), true; });
        REQUIRE(kept.size() == 14);
        CHECK(kept[0] + "\n" == row(5, "202610"));
        CHECK(p.count("select count(*) from fact_refused where sealed_lines is not null") == 1);
    });
}

TEST_CASE("a file is taken once, may come again after it was taken back, and one of the past changes nothing (row 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1);
        const auto first = import(p, "social_insurance", titles + row(1, "202610") + row(1, "202609"));
        REQUIRE(first);
        const auto again = import(p, "social_insurance", titles + row(1, "202610") + row(1, "202609"));
        REQUIRE(again);
        CHECK(again->known_before);
        CHECK(again->batch == first->batch);
        const auto past = import(p, "social_insurance", titles + row(1, "202609") + row(1, "202608") + row(1, "202610"));
        CHECK(past->counts.known == 2);
        CHECK(past->counts.taken == 1);
        p.clock.advance_ms(1000);
        REQUIRE(fact::undo_batch(*p.db, test_seal(), reference_data(), party::system_actor(), first->batch, "给错了文件", p.clock));
        CHECK(facts_of(p, a).size() == 1);
        const auto anew = import(p, "social_insurance", titles + row(1, "202610") + row(1, "202609"));
        CHECK_FALSE(anew->known_before);
        CHECK(anew->counts.taken == 2);
        CHECK(facts_of(p, a).size() == 3);
    });
}

TEST_CASE("what is wrong with the file as such leaves nothing behind") {
    everywhere(modules, [](Place& p) {
        somebody_new(p, 1);
        const auto code = [&](std::string_view text) {
            const auto done = import(p, "social_insurance", text);
            return done ? "" : done.error().code;
        };
        CHECK(code(titles + row(1, "202610") + "\xce\xd2,\n") == "lines_bad_bytes");
        CHECK(code(titles + row(1, "202610") + "\"1,2\n") == "lines_quote_open");
        CHECK(code("社会保障号码,参保身份\n1,2\n") == "fact_column_missing");
        CHECK(code("社会保障号码,身份证号,费款所属期,参保身份\n1,2\n") == "fact_column_doubled");
        CHECK(code("甲,乙\n1,2\n") == "fact_columns_unknown");
        CHECK(p.count("select count(*) from fact_batch") == 0);
        CHECK(p.count("select count(*) from fact") == 0);
    });
}

TEST_CASE("a file of many parts comes out as one of one part, and people in memory as asked") {
    everywhere(modules, [](Place& p) {
        std::string text = titles;
        for (int i = 0; i < 40; ++i) somebody_new(p, i);
        for (int month = 1; month <= 9; ++month)
            for (int i = 0; i < 60; ++i)
                for (int twice = 0; twice < 20; ++twice) text += row(i, "20260" + std::to_string(month), "职工", std::to_string(4000 + twice / 19));
        const auto done = import(p, "social_insurance", text, {.part_rows = 1000});
        REQUIRE(done);
        CHECK(done->counts.rows == 10'800);
        CHECK(done->counts.taken == 360);
        CHECK(p.count("select count(*) from fact") == 360);
        std::map<std::string, int> said;
        int64_t before = 1;
        each_line(*p.db, done->batch, [&](const KeptLine& line) {
            CHECK(line.line == ++before);
            ++said[std::string(code_of(line.verdict.said))];
        });
        CHECK(said == std::map<std::string, int>{{"taken", 360}, {"person_unknown", 3600}, {"fact_doubled", 360 * 18}, {"fact_contradicted", 360}});
    });
}

TEST_CASE("every source of the catalogue reads a row of its own (rows 15.3, 18.3)") {
    everywhere(modules, [](Place& p) {
        const auto a = somebody_new(p, 1);
        const std::map<std::string, std::pair<std::string, std::string>> rows = {
            {"business_registration", {"身份,统一社会信用代码,成立日期,注销日期", "法定代表人," + std::string(unit) + ",2020-05-01,"}},
            {"graduates", {"毕业日期,学历层次", "2002年6月30日,本科"}},
            {"students", {"入学日期,离校日期", "19980901,20020630"}},
            {"disability", {"残疾等级,发证日期,有效期至", "二级,2020/1/5,2030/1/4"}},
            {"minimum_allowance", {"享受起始日期", "2024-01-01"}},
            {"deaths", {"死亡日期", "2026-11-01"}},
            {"pension", {"首次领取年月", "202611"}},
            {"marriage", {"婚姻状况,登记日期", "离婚,2019-03-04 10:11:12"}},
            {"household_register", {"户号,户籍地代码,迁入日期", "A001,370102,1980-01-01"}},
            {"land_lost", {"征地批准日期", "2020-01-01"}},
            {"formerly_poor", {"识别日期,退出日期", "2016-01-01,2020-01-01"}},
            {"army", {"入伍日期", "1999-12-01"}},
            {"abroad", {"定居日期", "2026-01-01"}},
            {"unemployment_benefit", {"待遇所属月份,金额", "2026-10,1800.50"}},
            {"insurance_subsidy", {"补贴所属月份,补贴政策,金额", "2026-10,就业困难人员社保补贴,600"}},
            {"grants", {"发放日期,补贴名称,金额", "2026-10-10,一次性创业补贴,12000"}},
            {"posts", {"岗位类别,起始日期", "工人,2005-01-01"}},
            {"layoffs", {"裁减日期,统一社会信用代码", "2026-10-31," + std::string(unit)}},
            {"social_insurance", {"费款所属期,参保身份,统一社会信用代码", "202610,职工," + std::string(unit)}},
        };
        for (const Source& source : sources().all()) {
            CAPTURE(source.code);
            REQUIRE(rows.contains(source.code));
            const auto& [header, values] = rows.at(source.code);
            const auto done = import(p, source.code, "身份证号," + header + "\r\n" + citizen("19800101", 1) + "," + values + "\r\n");
            REQUIRE(done);
            CHECK(lines_of(p, done->batch) == std::vector<std::string>{"2 taken"});
        }
        std::set<fact::Kind> kinds;
        for (const auto& f : facts_of(p, a)) kinds.insert(f.kind);
        CHECK(kinds.size() == fact::kind_count - 1);  // insured_flexible is told elsewhere
    });
}
