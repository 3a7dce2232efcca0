#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "engine/seal/seal.hpp"
#include "engine/store/store.hpp"
#include "records/party/ids.hpp"

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

/// A one-time code opens an account while it lives: it never enters the file that others read. What is about an account is for
/// the phone that has or had it, whatever the file says now.
enum class Purpose { notice, code, account };

/// The module's tables.
std::span<const store::Migration> schema();

/// Whom a message is for: the phone, and whose file it tells about. Invariant: who reads a file reads the messages about
/// that person, not those to a phone, which a family shares.
struct Addressee {
    std::string phone;  ///< normalised
    std::optional<party::PersonId> person = {};
    std::string area = {};  ///< whose administrators may look at it; empty: the province's
};

/// Puts a message into the outbox, in the transaction of what it tells about. Phone and text are sealed.
/// Cost: one statement.
void send(store::Transaction& tx, const seal::Seal& seal, Instant now, const Addressee& to, std::string_view text,
          Purpose purpose = Purpose::notice);

/// Newest first, older than `before` where it is given; of the area and below, all where `area` is empty.
std::vector<Message> list_messages(store::Connection& c, const seal::Seal& seal, std::string_view area = {},
                                   std::optional<MessageId> before = {}, int limit = 50);
/// Notices about the person, whatever ids the file goes by, newest first, older than `before`; without codes.
std::vector<Message> list_messages_about(store::Connection& c, const seal::Seal& seal, std::span<const party::PersonId> ids,
                                         std::optional<MessageId> before = {}, int limit = 50);
/// The newest message that is the phone's and not only a file's: a code, or a notice about an account or about nobody.
std::optional<Message> find_latest(store::Connection& c, const seal::Seal& seal, std::string_view phone);

}  // namespace leye::notify
