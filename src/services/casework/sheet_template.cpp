#include "services/casework/sheet_template.hpp"

#include "base/json.hpp"
#include "records/catalog/fact.hpp"
#include "services/casework/sheet_column.hpp"
#include "services/casework/sheet_store.hpp"

namespace leye::casework {
namespace {

// A made-up worker: the number belongs to no region that was ever in use.
std::string example_of(const catalog::Field& field, Date today) {
    if (field.type == "name") return "张三";
    if (field.type == "document_number") return "379914199308208159";
    if (field.type == "date") return (field.shown_if ? today.plus_months(36) : today).text();
    if (field.type == "phone") return "13800001234";
    if (!field.options.empty()) return field.options.front().label.zh;
    return {};
}

// «必填», «可以不填», or in which case it is to be filled in.
std::string when_filled(const Office& office, const catalog::Item& item, const catalog::Field& field) {
    if (needs_column(field)) return office.phrases.get("sheet_note_required").zh;
    if (const auto* other = field.shown_if && field.required ? item.find_field(field.shown_if->field) : nullptr)
        for (const auto& option : other->options)
            if (option.value == field.shown_if->equals)
                return office.phrases.get("sheet_note_shown_if", {{"field", other->label.zh}, {"value", option.label.zh}}).zh;
    return office.phrases.get("sheet_note_optional").zh;
}

// Where a stored state needs words of its own.
std::string state_words(const Office& office, RowState state) {
    return office.phrases.get("sheet_row_" + std::string(name_of(state))).zh;
}

std::string joined(const std::vector<SaidProblem>& problems, catalog::Words SaidProblem::*words) {
    std::string out;
    for (const auto& p : problems) {
        const std::string& text = (p.*words).zh;
        if (text.empty() || out.find(text) != out.npos) continue;
        if (!out.empty()) out += "；";
        out += text;
    }
    return out;
}

}  // namespace

SaidProblem say_problem(const Office& office, std::string_view item_code, Date on, const RowProblem& problem) {
    SaidProblem out{problem.field, problem.code, {}, {}};
    if (const auto* refusal = office.catalog->find_refusal(problem.code)) {
        out.detail = {catalog::filled(refusal->detail.zh, problem.details), catalog::filled(refusal->detail.en, problem.details)};
        out.next = {catalog::filled(refusal->next.zh, problem.details), catalog::filled(refusal->next.en, problem.details)};
    }
    const auto detail = [&](const char* name) {
        const auto it = problem.details.find(name);
        return it == problem.details.end() ? std::string() : it->second;
    };
    const catalog::Item* item = office.catalog->find_item(item_code, on);
    const auto* reason = item ? item->find_reason(detail("reason")) : nullptr;
    if (!reason) return out;
    out.code = reason->code;
    const auto facts = json::parse(detail("facts"));
    if (!detail("zh").empty())
        out.detail = {detail("zh"), detail("en")};
    else
        out.detail = catalog::filled(reason->sentence, facts && facts->is_object() ? facts->get_object() : json::Object{});
    if (!reason->change.zh.empty()) out.next = reason->change;
    return out;
}

Result<sheet::Table> template_table(const Office& office, std::string_view item_code, Date today) {
    const catalog::Item* item = office.catalog->find_item(item_code, today);
    if (!item) return refuse("item_unknown", "item", {{"item", std::string(item_code)}});
    if (item->audience != "employer" || !item->find_field("document_number")) return refuse("sheet_item_unfit", "item");
    sheet::Table out;
    out.name = "填写";
    std::string example;
    for (const auto& field : item->fields) {
        // Dates stay text: people write them as they like, and none is turned into another day.
        sheet::Column column{.title = field.label.zh, .hint = field.hint.zh};
        for (const auto& option : field.options) column.choices.push_back(option.label.zh);
        out.columns.push_back(std::move(column));
        if (const std::string value = example_of(field, today); !value.empty()) example += (example.empty() ? "" : "，") + field.label.zh + "：" + value;
    }
    out.notes.push_back(item->name.zh);
    for (const char* note : {"sheet_note_rows", "sheet_note_title", "sheet_note_document", "sheet_note_date"}) out.notes.push_back(office.phrases.get(note).zh);
    for (const auto& field : item->fields) {
        std::string line = field.label.zh + "：" + when_filled(office, *item, field);
        if (!field.hint.zh.empty()) line += "。" + field.hint.zh;
        if (!field.options.empty()) {
            line += "。" + office.phrases.get("sheet_note_choices").zh;
            for (const auto& option : field.options) line += (&option == &field.options.front() ? "" : "、") + option.label.zh;
        }
        out.notes.push_back(std::move(line));
    }
    out.notes.push_back(office.phrases.get("sheet_note_example", {{"example", example}}).zh);
    return out;
}

sheet::Table results_table(store::Connection& c, const seal::Seal& seal, const Office& office, const Sheet& sheet, bool failures_only) {
    sheet::Table out;
    out.name = failures_only ? "没办成" : "结果";
    out.columns.push_back({.title = std::string(number_title), .kind = sheet::Kind::number});
    for (const auto& column : sheet.columns) out.columns.push_back({.title = column.column});
    for (const auto title : {result_title, case_title, problem_title, next_title}) out.columns.push_back({.title = std::string(title)});
    constexpr int at_once = 2'000;
    for (int after = 0;;) {
        auto rows = list_rows(c, seal, sheet.row_set, std::nullopt, after, at_once);
        if (rows.empty()) return out;
        after = rows.back().number;
        for (SheetRow& row : rows) {
            if (failures_only && row.state != RowState::bad && row.state != RowState::failed) continue;
            std::vector<SaidProblem> problems;
            for (const auto& p : row.problems) problems.push_back(say_problem(office, sheet.item, sheet.created_at.date(), p));
            std::vector<std::string> cells{std::to_string(row.number)};
            row.cells.resize(sheet.columns.size());
            cells.insert(cells.end(), std::make_move_iterator(row.cells.begin()), std::make_move_iterator(row.cells.end()));
            cells.push_back(state_words(office, row.state));
            cells.push_back(row.case_number);
            cells.push_back(joined(problems, &SaidProblem::detail));
            cells.push_back(joined(problems, &SaidProblem::next));
            out.rows.push_back(std::move(cells));
        }
    }
}

}  // namespace leye::casework
