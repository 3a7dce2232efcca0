#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// What a number in a cell says, which only its format tells: an amount, a day, a time.
namespace leye::sheet {

enum class NumberKind { plain, date, date_time, time };

/// What a built-in format number stands for in Chinese and English programs; nothing where the file must say.
NumberKind kind_of_builtin(int format);
/// What a format code like `yyyy"年"m"月"d"日"` or `[h]:mm` shows.
NumberKind kind_of_format(std::string_view code);

/// The text of a number as a person reads it. in: `raw` as in the file («3.0000000000000004E-1»), `is_1904`
/// whether days count from 1904. Fails: sheet_damaged (no number), sheet_digits_lost (a long code that the
/// program has cut to 15 digits), sheet_date_invalid (no such day, such as 29 February 1900). The caller adds
/// the cell's name.
Result<std::string> number_text(std::string_view raw, NumberKind kind, bool is_1904);

}  // namespace leye::sheet
