#include <cstdlib>
#include <set>

#include "base/json.hpp"
#include "services/casework/sheet_column.hpp"
#include "services/casework/sheet_template.hpp"
#include "services/casework/test/sheet_place.hpp"

using namespace leye;
using namespace leye::casework;
using namespace leye::casework::sheet_test;

TEST_CASE("columns are known by label, code and the words personnel departments use, in any order") {
    const auto* item = office().catalog->find_item("employment_registration", *Date::parse("2026-11-23"));
    REQUIRE(item);
    CHECK(field_of_title(*item, "姓名") == "worker_name");
    CHECK(field_of_title(*item, " 姓　名 ") == "worker_name");
    CHECK(field_of_title(*item, "身份证号码（必填）") == "document_number");
    CHECK(field_of_title(*item, "*证件号") == "document_number");
    CHECK(field_of_title(*item, "Document number") == "document_number");
    CHECK(field_of_title(*item, "ｄocument_number") == "document_number");
    CHECK(field_of_title(*item, "入职日期") == "started_on");
    CHECK(field_of_title(*item, "合同开始日期") == "");
    CHECK(field_of_title(*item, "离职日期") == "");
    CHECK(field_of_title(*item, "") == "");
    const auto* end = office().catalog->find_item("employment_end", *Date::parse("2026-11-23"));
    CHECK(field_of_title(*end, "离职日期") == "ended_on");
}

TEST_CASE("cells become what a form would send, and what is not understood stays as it was") {
    const auto* item = office().catalog->find_item("employment_registration", *Date::parse("2026-11-23"));
    const auto value = [&](const std::string& field, const std::string& cell) {
        const auto values = draft_values(*item, {{"x", field}}, {cell});
        return std::string(values.at(field).as_string());
    };
    for (const char* day : {"2026-11-23", "2026/11/23", "2026年11月23日", "20261123", "2026.11.23", "２０２６－１１－２３", "2026-11-23 00:00:00"})
        CHECK(value("started_on", day) == "2026-11-23");
    CHECK(value("started_on", "2026/1/3") == "2026-01-03");
    CHECK(value("started_on", "2026-02-30") == "2026-02-30");
    CHECK(value("started_on", "11月23日") == "11月23日");
    CHECK(value("started_on", "20261323") == "20261323");
    for (const char* kind : {"固定期限劳动合同", "Fixed-term contract", "fixed_term", "固定期限"}) CHECK(value("contract_kind", kind) == "fixed_term");
    CHECK(value("contract_kind", "无固定期限") == "open_ended");
    CHECK(value("contract_kind", "合同") == "合同");
    CHECK(value("document_type", "身份证") == "resident_id");
    CHECK(value("document_type", "居民居住证") == "hmt_residence");
    CHECK(draft_values(*item, {}, {}).at("document_type") == "resident_id");
}

TEST_CASE("a file is read the same in every format and encoding, and nothing of it is lost") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const std::vector<std::string> sent{"部门", "入职日期", "证件号码", "姓名", "劳动合同类型", "合同到期日"};
        const std::vector<std::vector<std::string>> people{
            {"铸造车间", "2026年11月2日", number(1), "买买提·艾力", "固定期限劳动合同", "2029-11-01"},
            {"𠮷祥班", "20261102", number(2), "𠮷小红", "尚未签订书面合同", ""}};
        const std::string utf8 = csv(sent, people);
        sheet::Table table{.name = "名单", .columns = {}, .rows = people};
        for (const auto& title : sent) table.columns.push_back({.title = title});
        // 买买提·艾力 in GB18030, from its own bytes.
        const std::string gb = "\xd0\xd5\xc3\xfb,\xc9\xed\xb7\xdd\xd6\xa4\xba\xc5,\xc8\xeb\xd6\xb0\xc8\xd5\xc6\xda,\xba\xcf\xcd\xac\xc0\xe0\xd0\xcd\r\n"
                               "\xc2\xf2\xc2\xf2\xcc\xe1\xa1\xa4\xb0\xac\xc1\xa6," + number(1) + ",2026-11-02,open_ended\r\n";
        for (const auto& [bytes, name, encoding] : std::vector<std::tuple<std::string, std::string, std::string>>{
                 {utf8, "a.csv", "UTF-8"}, {utf8.substr(3), "b.csv", "UTF-8"}, {sheet::write_xlsx(table), "c.xlsx", "UTF-8"}}) {
            CAPTURE(name);
            const SheetId id = keep(place, unit, bytes, name);
            const Sheet sheet = get(place, id);
            CHECK(sheet.file_name == name);
            CHECK(encoding_name(sheet.encoding) == encoding);
            CHECK(sheet.rows == 2);
            CHECK(sheet.good() == 2);
            CHECK(sheet.columns[0].column == "部门");
            CHECK(sheet.columns[0].field == "");
            const auto rows = rows_of(place, id);
            REQUIRE(rows.size() == 2);
            CHECK(rows[0].number == 2);
            CHECK(rows[0].cells == people[0]);
            CHECK(rows[1].cells == people[1]);
            const auto values = values_of(sheet, rows[1]);
            CHECK(values[0] == std::pair<std::string, std::string>{"部门", "𠮷祥班"});
            CHECK(values[3] == std::pair<std::string, std::string>{"worker_name", "𠮷小红"});
        }
        const SheetId id = keep(place, unit, gb, "d.csv");
        CHECK(encoding_name(get(place, id).encoding) == "GB18030");
        CHECK(rows_of(place, id)[0].cells[0] == "买买提·艾力");
        CHECK(get(place, id).bad == 0);
        // Numbers do not lie about in the open.
        CHECK(place.read([&](store::Connection& c) {
            auto rows = c.query("select sealed_values, problems from sheet_row");
            while (rows.next())
                if ((rows.get<store::Blob>(0).bytes + rows.get<std::string>(1)).find(number(1)) != std::string::npos) return false;
            return true;
        }));
    });
}

TEST_CASE("a sheet without a needed column is refused by the column's name") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    const auto code = [&](std::string_view bytes, std::string_view item = "employment_registration") {
        const auto file = read_file(place, bytes, "x.csv", item);
        return file ? std::string() : file.error().code;
    };
    const auto file = read_file(place, csv({"姓名", "电话"}, {{"张三", "13800001234"}}));
    REQUIRE(!file);
    CHECK(file.error().code == "sheet_columns_missing");
    CHECK(file.error().details.at("columns") == "证件号码、用工日期、劳动合同类型");
    CHECK(code(csv({"姓名", "身份证号", "证件号码", "入职日期", "合同类型"}, {{"张三"}})) == "sheet_columns_doubled");
    CHECK(code(csv(titles, {})) == "sheet_no_rows");
    CHECK(code("") == "sheet_empty");
    CHECK(code(staff_list(1), "unemployment_registration") == "sheet_item_unfit");
    CHECK(code(staff_list(1), "no_such") == "sheet_item_unfit");
    CHECK(code(std::string(sheet_bytes_max + 1, 'x')) == "sheet_too_big");
    // Titles in Big5 pass for GB18030 and mean nothing there; where one is known, the others are what is missing.
    CHECK(code("\xa9\x6d\xa6\x57,\xc3\xd2\xa5\xf3\xb8\xb9\xbd\x58\r\n\xb3\xaf,1\r\n") == "sheet_encoding_doubtful");
    CHECK(code("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\r\n\xd5\xc5\xc8\xfd,1\r\n") == "sheet_columns_missing");
    // A heading above the titles does no harm.
    CHECK(code("\xef\xbb\xbf泉城机械2026年11月新进人员\r\n" + staff_list(2).substr(3)) == "");
}

TEST_CASE("every fault of a row is found before anything is submitted") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    std::string wrong = number(3);
    wrong.back() = wrong.back() == '1' ? '2' : '1';
    std::string longest;
    for (int i = 0; i < 10'000; ++i) longest += "长";
    const auto file = read_file(place, csv(titles, {{"张三", number(1), "2026-11-02", "固定期限"},
                                                    {longest, number(2), "2026-11-02", "open_ended"},
                                                    {"李四", wrong, "2026-02-30", "兼职"},
                                                    {"王五", number(4), "2026-11-02", "open_ended"},
                                                    {"王五", number(4), "2026-11-02", "open_ended"}}));
    REQUIRE(file);
    REQUIRE(file->rows.size() == 5);
    CHECK(file->sheet.bad == 4);
    CHECK(file->rows[0].problems[0].field == "contract_until");
    CHECK(file->rows[0].problems[0].code == "field_missing");
    CHECK(file->rows[1].problems[0].code == "text_too_long");
    CHECK(file->rows[1].cells[0] == longest);
    std::set<std::string> codes;
    for (const auto& p : file->rows[2].problems) codes.insert(p.field + " " + p.code);
    CHECK(codes == std::set<std::string>{"document_number document_check_digit", "started_on date_invalid", "contract_kind option_unknown"});
    CHECK(file->rows[3].state == RowState::good);
    CHECK(file->rows[4].problems[0].code == "sheet_row_doubled");
    CHECK(file->rows[4].problems[0].details.at("row") == "5");
    for (const auto& row : file->rows)
        for (const auto& p : row.problems) {
            const auto said = say_problem(office(), "employment_registration", *Date::parse("2026-11-23"), p);
            CAPTURE(p.code);
            CHECK(!said.detail.zh.empty());
            CHECK(!said.next.en.empty());
            CHECK(said.detail.zh.find('{') == std::string::npos);
        }
}

TEST_CASE("a cell nobody can read keeps its row in the list, and the rows behind it are read") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    const auto file = read_file(place, csv(titles, {{"张三", number(1), "2026-11-02", "open_ended"},
                                                    {std::string(40'000, 'x'), number(2), "2026-11-02", "open_ended"},
                                                    {"李四", number(3), "2026-11-02", "open_ended"}}));
    REQUIRE(file);
    REQUIRE(file->rows.size() == 3);
    CHECK(file->sheet.bad == 1);
    CHECK(file->rows[1].number == 3);
    CHECK(file->rows[1].state == RowState::bad);
    CHECK(file->rows[1].problems.at(0).code == "sheet_cell_too_long");
    CHECK(file->rows[1].problems.at(0).field == "worker_name");
    CHECK(file->rows[2].cells[0] == "李四");
}

TEST_CASE("a row an officer has to look at waits with its case") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, csv({"姓名", "证件类型", "证件号码", "用工日期", "合同类型"}, {{"陈大文", "港澳居民来往内地通行证", "H12345678", "2026-11-02", "open_ended"}}));
        CHECK(get(place, id).bad == 0);
        run_all(place, unit, id);
        CHECK(get(place, id).pending == 1);
        CHECK(get(place, id).state == SheetState::done);
        CHECK(is_number(rows_of(place, id)[0].case_number));
        CHECK(place.count("select count(*) from case_file where state = 1") == 1);
    });
}

TEST_CASE("a run settles every good row and leaves the rest") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(300, 100));
        CHECK(get(place, id).bad == 3);
        run_all(place, unit, id);
        const Sheet sheet = get(place, id);
        CHECK(sheet.state == SheetState::done);
        CHECK(sheet.settled == 297);
        CHECK(sheet.failed == 0);
        CHECK(sheet.waiting() == 0);
        CHECK(open_spells(place) == 297);
        for (const auto& row : rows_of(place, id, RowState::settled)) CHECK(is_number(row.case_number));
        CHECK(rows_of(place, id, RowState::bad).size() == 3);
        CHECK(place.count("select count(distinct case_number) from sheet_row where state = 3") == 297);

        SheetRunner runner(*place.db, test_seal(), reference_data(), office(), place.clock);
        const auto again = runner.start(unit.handler, id);
        REQUIRE(!again);
        CHECK(again.error().code == "sheet_no_good_rows");

        // The same people once more: refused with the reason, which is kept.
        const SheetId second = keep(place, unit, staff_list(5));
        REQUIRE(runner.start(unit.handler, second));
        runner.wait_until_idle();
        CHECK(get(place, second).failed == 5);
        const auto failed = rows_of(place, second, RowState::failed);
        REQUIRE(failed.size() == 5);
        const auto said = say_problem(office(), "employment_registration", *Date::parse("2026-11-23"), failed[0].problems.at(0));
        CHECK(said.code == "already_registered_here");
        CHECK(said.detail.zh == "这个人从2026年11月2日起已登记在本单位");

        // And their end, from a sheet as well.
        const SheetId end = keep(place, unit, csv({"姓名", "身份证", "离职日期", "离职原因"}, {{"王丽", number(0), "2026-11-20", "本人辞职"}, {"谁", number(99), "2026-11-20", "本人辞职"}}),
                                 "离职.csv", "employment_end");
        REQUIRE(runner.start(unit.handler, end));
        runner.wait_until_idle();
        CHECK(get(place, end).settled == 1);
        REQUIRE(get(place, end).failed == 1);
        const auto unknown = rows_of(place, end, RowState::failed)[0];
        CHECK(say_problem(office(), "employment_end", *Date::parse("2026-11-23"), unknown.problems.at(0)).code == "never_registered_here");
        CHECK(unknown.case_number == "");
    });
}

TEST_CASE("a stopped run goes on where it was, and nothing is done twice") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(4000));
        {
            BellClock clock(place.clock, 50);
            SheetRunner runner(*place.db, test_seal(), reference_data(), office(), clock);
            REQUIRE(runner.start(unit.handler, id));
            clock.wait();
            REQUIRE(runner.cancel(unit.handler, id));
            runner.wait_until_idle();
            const Sheet sheet = get(place, id);
            CHECK(sheet.state == SheetState::cancelled);
            CHECK(sheet.settled > 0);
            CHECK(sheet.settled < 4000);
            CHECK(sheet.settled == open_spells(place));
            CHECK(!runner.seconds_left(id));
            REQUIRE(runner.cancel(unit.handler, id));
            clock.hurry();
            REQUIRE(runner.start(unit.handler, id));
            runner.wait_until_idle();
        }
        CHECK(get(place, id).state == SheetState::done);
        CHECK(get(place, id).settled == 4000);
        CHECK(open_spells(place) == 4000);
    });
}

TEST_CASE("a run cut off in the middle goes on by itself when the program is back") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(4000));
        {
            BellClock clock(place.clock, 50);
            SheetRunner runner(*place.db, test_seal(), reference_data(), office(), clock);
            REQUIRE(runner.start(unit.handler, id));
            clock.wait();
        }
        const Sheet sheet = get(place, id);
        CHECK(sheet.state == SheetState::running);
        CHECK(sheet.settled > 0);
        CHECK(sheet.settled < 4000);
        CHECK(sheet.settled == open_spells(place));
        SheetRunner runner(*place.db, test_seal(), reference_data(), office(), place.clock);
        runner.wait_until_idle();
        CHECK(get(place, id).state == SheetState::done);
        CHECK(get(place, id).settled == 4000);
        CHECK(open_spells(place) == 4000);
    });
}

TEST_CASE("two runners of one database do not submit a row twice") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place);
        const SheetId id = keep(place, unit, staff_list(600));
        SheetRunner one(*place.db, test_seal(), reference_data(), office(), place.clock);
        REQUIRE(one.start(unit.handler, id));
        SheetRunner other(*place.db, test_seal(), reference_data(), office(), place.clock);
        other.wait_until_idle();
        one.wait_until_idle();
        CHECK(get(place, id).settled == 600);
        CHECK(open_spells(place) == 600);
        CHECK(place.count("select count(*) from case_file") == 600);
    });
}

TEST_CASE("a sheet is its employer's, and one runs at a time") {
    anywhere([](Place& place) {
        const Unit unit = open_unit(place), other = open_unit(place, "91370102MA0000002X", "另一家公司");
        const SheetId first = keep(place, unit, staff_list(4000)), second = keep(place, unit, staff_list(3)), foreign = keep(place, other, staff_list(3));
        const auto file = read_file(place, staff_list(2));
        const auto refused = place.act(other.handler, [&](party::Context& at) { return keep_sheet(at, *file, unit.id, {}); });
        REQUIRE(!refused);
        CHECK(refused.error().code == "case_not_yours");
        BellClock clock(place.clock, 50);
        SheetRunner runner(*place.db, test_seal(), reference_data(), office(), clock);
        CHECK(runner.start(other.handler, first).error().code == "case_not_yours");
        CHECK(runner.start(unit.handler, SheetId{}).error().code == "sheet_unknown");
        REQUIRE(runner.start(unit.handler, first));
        clock.wait();
        CHECK(runner.start(unit.handler, second).error().code == "sheet_other_running");
        CHECK(redo(place, unit, first, staff_list(2)).error().code == "sheet_running");
        REQUIRE(runner.start(other.handler, foreign));
        REQUIRE(runner.cancel(unit.handler, first));
        runner.wait_until_idle();
        CHECK(get(place, foreign).settled == 3);
        CHECK(place.read([&](store::Connection& c) { return list_sheets(c, unit.id, 10); }).size() == 2);
    });
}

TEST_CASE("a template can be filled in and read again, and holds nobody") {
    Place place{"sqlite", store::Database::open({.url = "sqlite::memory:"})};
    const Date today = place.clock.now().date();
    for (const char* item : {"employment_registration", "employment_end"}) {
        const auto table = template_table(office(), item, today);
        REQUIRE(table);
        CHECK(table->rows.empty());
        CHECK(table->notes.back().find("张三") != std::string::npos);
        const auto empty = read_file(place, sheet::write_xlsx(*table), "模板.xlsx", item);
        REQUIRE(!empty);
        CHECK(empty.error().code == "sheet_no_rows");
        sheet::Table filled = *table;
        filled.rows.emplace_back();
        for (const auto& column : filled.columns) {
            const bool choice = !column.choices.empty();
            filled.rows[0].push_back(choice ? column.choices[0] : column.title == "姓名" ? "张三" : column.title == "证件号码" ? number(1) : column.title.ends_with("日") || column.title.ends_with("日期") ? "2026年11月20日" : "");
        }
        const auto read = read_file(place, sheet::write_xlsx(filled), "模板.xlsx", item);
        REQUIRE_MESSAGE(read, read.error().code);
        CHECK(read->sheet.bad == 0);
    }
    CHECK(template_table(office(), "no_such", today).error().code == "item_unknown");
    CHECK(template_table(office(), "needs_opening", today).error().code == "sheet_item_unfit");
}
