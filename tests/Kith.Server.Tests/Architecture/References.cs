using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Kith.Server.Tests.Architecture;

/// <summary>One use of a type: which member, inside which type's namespace, uses which type.</summary>
internal sealed record Reference(string FromNamespace, string FromMember, string ToNamespace, string ToType);

/// <summary>
/// Reads what a compiled assembly really uses: base types, attributes, fields, signatures, generics, locals and every instruction.
/// Source can hide a dependency behind <c>var</c> or an extension method; the metadata can't.
/// </summary>
internal sealed class References : IDisposable
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value & 0xffff, o => o.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeNames _names;
    private readonly List<Reference> _found = [];

    private References(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        _names = new TypeNames();
    }

    public static IReadOnlyList<Reference> Of(string assembly)
    {
        using var references = new References(assembly);
        foreach (var handle in references._reader.TypeDefinitions)
            references.ReadType(handle);
        return references._found;
    }

    /// <summary>The assemblies this one was compiled against and uses.</summary>
    public static IReadOnlyList<string> AssembliesOf(string assembly)
    {
        using var references = new References(assembly);
        return
        [
            .. references._reader.AssemblyReferences.Select(a =>
                references._reader.GetString(references._reader.GetAssemblyReference(a).Name)
            ),
        ];
    }

    public void Dispose() => _file.Dispose();

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var name = TypeNames.Of(_reader, handle);
        Add(name, name.Name, Decode(type.BaseType));
        foreach (var implemented in type.GetInterfaceImplementations())
            Add(name, name.Name, Decode(_reader.GetInterfaceImplementation(implemented).Interface));
        AddGenerics(name, name.Name, type.GetGenericParameters());
        AddAttributes(name, name.Name, type.GetCustomAttributes());
        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            var member = $"{name.Name}.{_reader.GetString(field.Name)}";
            Add(name, member, field.DecodeSignature(_names, null));
            AddAttributes(name, member, field.GetCustomAttributes());
        }
        foreach (var property in type.GetProperties().Select(_reader.GetPropertyDefinition))
            AddAttributes(name, $"{name.Name}.{_reader.GetString(property.Name)}", property.GetCustomAttributes());
        foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition))
            ReadMethod(name, method);
    }

    private void ReadMethod(TypeName owner, MethodDefinition method)
    {
        var member = $"{owner.Name}.{_reader.GetString(method.Name)}";
        Add(owner, member, Types(method.DecodeSignature(_names, null)));
        AddGenerics(owner, member, method.GetGenericParameters());
        AddAttributes(owner, member, method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters())
            AddAttributes(owner, member, _reader.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            Add(owner, member, _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null).SelectMany(t => t));
        foreach (var region in body.ExceptionRegions)
            Add(owner, member, Decode(region.CatchType));
        foreach (var token in Tokens(body.GetILReader()))
            Add(owner, member, Decode(token));
    }

    private static List<EntityHandle> Tokens(BlobReader code)
    {
        var tokens = new List<EntityHandle>();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xfe)
                value = 0xfe00 | code.ReadByte();
            switch (s_operands[value])
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var cases = code.ReadInt32();
                    code.Offset += 4 * cases;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    tokens.Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
        return tokens;
    }

    private IEnumerable<TypeName> Decode(EntityHandle handle)
    {
        if (handle.IsNil)
            return [];
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [TypeNames.Of(_reader, (TypeDefinitionHandle)handle)];
            case HandleKind.TypeReference:
                return [TypeNames.Of(_reader, (TypeReferenceHandle)handle)];
            case HandleKind.TypeSpecification:
                return _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null);
            case HandleKind.MethodDefinition:
                return Decode(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
            case HandleKind.FieldDefinition:
                return Decode(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
            case HandleKind.MethodSpecification:
                var method = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return [.. Decode(method.Method), .. method.DecodeSignature(_names, null).SelectMany(t => t)];
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                var signature =
                    member.GetKind() == MemberReferenceKind.Field
                        ? member.DecodeFieldSignature(_names, null)
                        : Types(member.DecodeMethodSignature(_names, null));
                return [.. Decode(member.Parent), .. signature];
            default:
                return [];
        }
    }

    private static ImmutableArray<TypeName> Types(MethodSignature<ImmutableArray<TypeName>> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(t => t)];

    private void AddGenerics(TypeName owner, string member, GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_reader.GetGenericParameter))
        foreach (var constraint in parameter.GetConstraints())
            Add(owner, member, Decode(_reader.GetGenericParameterConstraint(constraint).Type));
    }

    private void AddAttributes(TypeName owner, string member, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_reader.GetCustomAttribute))
        {
            Add(owner, member, Decode(attribute.Constructor));
            var value = attribute.DecodeValue(_names);
            foreach (var argument in value.FixedArguments.Select(a => a.Value).Concat(value.NamedArguments.Select(a => a.Value)))
            {
                if (argument is ImmutableArray<TypeName> types)
                    Add(owner, member, types);
            }
        }
    }

    private void Add(TypeName owner, string member, IEnumerable<TypeName> types) =>
        _found.AddRange(types.Select(t => new Reference(owner.Namespace, member, t.Namespace, t.Name)));
}
