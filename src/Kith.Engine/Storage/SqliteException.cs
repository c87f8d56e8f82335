using System.Data.Common;
using SQLitePCL;

namespace Kith.Engine.Storage;

/// <summary>What SQLite answered in place of doing it.</summary>
internal sealed class SqliteException(int code, string message) : DbException(message, code)
{
    /// <summary>The primary result code.</summary>
    public int Code => ErrorCode & 0xFF;

    /// <summary>True for what a retry may mend: locked, full, unreadable for now.</summary>
    public bool IsUnavailable =>
        Code
            is raw.SQLITE_BUSY
                or raw.SQLITE_LOCKED
                or raw.SQLITE_FULL
                or raw.SQLITE_IOERR
                or raw.SQLITE_CANTOPEN
                or raw.SQLITE_READONLY
                or raw.SQLITE_NOMEM;

    public static SqliteException Of(int code, sqlite3 connection) =>
        new(raw.sqlite3_extended_errcode(connection), $"SQLite: {code} {raw.sqlite3_errmsg(connection).utf8_to_string()}");

    /// <summary>As callers of a write know it.</summary>
    public Exception Translate() =>
        IsUnavailable ? Unavailable()
        : ErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY ? new OwnerGoneException(this)
        : this;

    public StorageUnavailableException Unavailable() => new(Message, this);
}
