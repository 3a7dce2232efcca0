#include "services/casework/sheet_column.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace leye::casework {
namespace {

struct Alias {
    std::string_view field;
    std::string_view title;
};
// As personnel departments and payroll programs head their columns.
constexpr Alias aliases[] = {
    {"worker_name", "姓名"},          {"worker_name", "职工姓名"},       {"worker_name", "员工姓名"},       {"worker_name", "劳动者姓名"},
    {"worker_name", "名字"},          {"document_type", "证件类型"},     {"document_type", "证件种类"},     {"document_type", "证件名称"},
    {"document_number", "身份证号"},  {"document_number", "身份证号码"}, {"document_number", "证件号"},     {"document_number", "证件号码"},
    {"document_number", "身份证"},    {"document_number", "公民身份号码"}, {"document_number", "居民身份证号"}, {"document_number", "居民身份证号码"},
    {"document_number", "社会保障号"}, {"document_number", "社会保障号码"}, {"started_on", "用工日期"},      {"started_on", "入职日期"},
    {"started_on", "入职时间"},       {"started_on", "用工起始日期"},    {"started_on", "录用日期"},        {"started_on", "到岗日期"},
    {"contract_kind", "合同类型"},    {"contract_kind", "劳动合同类型"}, {"contract_kind", "合同期限类型"}, {"contract_until", "合同到期日"},
    {"contract_until", "合同到期日期"}, {"contract_until", "合同终止日期"}, {"contract_until", "合同截止日期"}, {"contract_until", "合同结束日期"},
    {"post", "岗位"},                 {"post", "岗位名称"},              {"post", "工种"},                  {"post", "职位"},
    {"phone", "手机"},                {"phone", "手机号"},               {"phone", "手机号码"},             {"phone", "联系电话"},
    {"phone", "电话"},                {"ended_on", "离职日期"},          {"ended_on", "离职时间"},          {"ended_on", "最后工作日"},
    {"ended_on", "终止日期"},         {"ended_on", "解除日期"},          {"ended_on", "减员日期"},          {"end_reason", "离职原因"},
    {"end_reason", "终止原因"},       {"end_reason", "解除原因"},        {"end_reason", "减员原因"},
};

// Half-width, lower case, without blanks, stars, colons and what stands in brackets.
std::string plain(std::string_view text) {
    const std::string narrow = text::narrow(text);
    std::string out;
    int depth = 0;
    for (size_t i = 0; i < narrow.size(); ++i) {
        const char c = narrow[i];
        // Only where the first byte fits: this runs for every label of every cell.
        if ((c == '\xe3' && narrow.compare(i, 3, "\u3000") == 0) || (c == '\xef' && narrow.compare(i, 3, "\ufeff") == 0)) {
            i += 2;
            continue;
        }
        if (c == '(' || c == '[') ++depth;
        if (depth == 0 && static_cast<unsigned char>(c) > ' ' && c != '*' && c != ':') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if ((c == ')' || c == ']') && depth > 0) --depth;
    }
    return out;
}

// «2026年11月3日», «2026/11/3», «2026.11.3», «20261103», «2026-11-03 00:00:00»; what is none of these stays.
std::string date_text(std::string_view cell) {
    const std::string narrow = text::narrow(text::trim(cell));
    std::vector<int> numbers;
    size_t longest = 0;
    for (size_t i = 0; i < narrow.size() && numbers.size() < 3;) {
        if (narrow[i] < '0' || narrow[i] > '9') {
            ++i;
            continue;
        }
        size_t end = i;
        while (end < narrow.size() && narrow[end] >= '0' && narrow[end] <= '9') ++end;
        if (end - i > 8) return narrow;
        longest = std::max(longest, end - i);
        int n = 0;
        std::from_chars(narrow.data() + i, narrow.data() + end, n);
        numbers.push_back(n);
        i = end;
    }
    std::optional<Date> date;
    if (longest == 8 && narrow.size() == 8)
        date = Date::of(numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100);
    else if (numbers.size() == 3 && longest == 4 && narrow[0] >= '0' && narrow[0] <= '9' && narrow.size() <= 32 && numbers[0] >= 1000)
        date = Date::of(numbers[0], numbers[1], numbers[2]);
    return date ? date->text() : narrow;
}

// The option a cell means: its code or a label, or the only one whose label holds at least three characters of it.
std::string option_value(const catalog::Field& field, std::string_view cell) {
    for (const auto& option : field.options)
        if (cell == option.value || cell == option.label.zh) return option.value;
    const std::string wanted = plain(cell);
    const catalog::Option* held = nullptr;
    const catalog::Option* begun = nullptr;
    int holding = 0, beginning = 0;
    for (const auto& option : field.options) {
        const std::string label = plain(option.label.zh);
        if (wanted == option.value || wanted == label || wanted == plain(option.label.en)) return option.value;
        if (wanted.size() >= 9 && label.find(wanted) != label.npos) held = &option, ++holding;
        if (wanted.size() >= 12 && label.starts_with(wanted)) begun = &option, ++beginning;
    }
    if (holding == 1) return held->value;
    if (beginning == 1) return begun->value;
    return std::string(cell);
}

json::Value value_of(const catalog::Field& field, const std::string& cell) {
    if (field.type == "date") return json::Value(date_text(cell));
    if (field.type == "choice" || field.type == "document_type") return json::Value(option_value(field, cell));
    if (field.type == "boolean") {
        const std::string word = plain(cell);
        if (word == "是" || word == "yes" || word == "true") return json::Value(true);
        if (word == "否" || word == "no" || word == "false") return json::Value(false);
    }
    if (field.type == "integer") {
        const std::string digits = text::narrow(cell);
        int64_t n = 0;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (failed == std::errc() && end == digits.data() + digits.size()) return json::Value(n);
    }
    return json::Value(cell);
}

}  // namespace

std::string field_of_title(const catalog::Item& item, std::string_view title) {
    const std::string wanted = plain(title);
    if (wanted.empty()) return {};
    for (const auto& field : item.fields)
        if (wanted == field.name || wanted == plain(field.label.zh) || wanted == plain(field.label.en)) return field.name;
    for (const Alias& alias : aliases)
        if (wanted == alias.title && item.find_field(alias.field)) return std::string(alias.field);
    return {};
}

bool is_own_title(std::string_view title) {
    return title == number_title || title == result_title || title == case_title || title == problem_title || title == next_title;
}

bool needs_column(const catalog::Field& field) { return field.required && !field.shown_if && field.type != "document_type"; }

json::Object draft_values(const catalog::Item& item, const std::vector<SheetColumn>& columns, const std::vector<std::string>& cells) {
    json::Object out;
    for (size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
        if (columns[i].field.empty() || cells[i].empty()) continue;
        if (const auto* field = item.find_field(columns[i].field)) out[field->name] = value_of(*field, cells[i]);
    }
    if (item.find_field("document_type") && !out.contains("document_type")) out["document_type"] = "resident_id";
    return out;
}

std::string document_key(const json::Object& values) {
    const auto* number = values.if_contains("document_number");
    const auto* type = values.if_contains("document_type");
    if (!number || !number->is_string()) return {};
    std::string out;
    for (const char c : text::upper(text::narrow(number->get_string())))
        if (static_cast<unsigned char>(c) > ' ') out += c;
    if (out.empty()) return out;
    return (type && type->is_string() ? std::string(type->get_string()) : std::string()) + ":" + out;
}

}  // namespace leye::casework
