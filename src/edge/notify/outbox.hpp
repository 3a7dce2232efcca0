#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"

/// Text messages to people. Without a gateway the outbox itself is the channel: an administrator reads it, and in
/// the demo the page does.
namespace leye::notify {

using MessageId = Id<struct MessageTag>;

/// One message in the outbox.
struct Message {
    MessageId id;
    Instant created_at;
    std::string phone_masked;  ///< "138****1234"
    std::string text;
    std::string state;  ///< "shown": it stands in the outbox for people to read; "code": so does a one-time code
};

/// A one-time code opens an account while it lives: it never enters the file that others read.
enum class Purpose { notice, code };

/// The module's tables.
std::span<const store::Migration> schema();

/// Puts a message into the outbox, in the transaction of what it tells about. in: `phone` normalised. Phone and text
/// are sealed. Cost: one statement.
void send(store::Transaction& tx, const seal::Seal& seal, Instant now, std::string_view phone,
          std::string_view text, Purpose purpose = Purpose::notice);

/// Newest first, older than `before` where it is given.
std::vector<Message> list_messages(store::Connection& c, const seal::Seal& seal,
                                   std::optional<MessageId> before = {}, int limit = 50);
/// Notices to one phone, newest first; without codes.
std::vector<Message> list_messages_to(store::Connection& c, const seal::Seal& seal, std::string_view phone,
                                      int limit = 50);
/// The newest message to the phone, code or notice.
std::optional<Message> find_latest(store::Connection& c, const seal::Seal& seal, std::string_view phone);

}  // namespace leye::notify
